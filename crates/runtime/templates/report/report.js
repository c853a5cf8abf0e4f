'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const by = (id) => document.getElementById(id);
  const STATUSES = [
    ['failed', '✕', 'bad'], ['errored', '!', 'bad'], ['quarantined', '✕', 'none'],
    ['flaky', '~', 'flaky'], ['skipped', '–', 'none'], ['passed', '✓', 'good'],
  ];
  const CHUNK = 100;
  const [CELL, GROUP, NAME, STATUS, TIME, ANCHOR] = [0, 1, 2, 3, 4, 5];

  // What is looked for is compared with everything that is shown of a row.
  const haystack = data.rows.map((row) =>
    `${data.groups[row[GROUP]]}${row[NAME]} ${data.cells[row[CELL]]}`.toLowerCase());
  const orders = {
    status: (a, b) => a[STATUS] - b[STATUS],
    name: (a, b) => compare(data.groups[a[GROUP]] + a[NAME], data.groups[b[GROUP]] + b[NAME]),
    cell: (a, b) => compare(data.cells[a[CELL]], data.cells[b[CELL]]),
    time: (a, b) => a[TIME] - b[TIME],
  };
  const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

  let state = blank();
  let found = [];
  let shown = 0;

  function blank() {
    return { q: '', cell: '', status: new Set(), sort: 'status', down: false };
  }

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  // ---- what is found -------------------------------------------------------------------------------------------

  function find() {
    const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
    const cell = data.cells.indexOf(state.cell);
    found = [];
    data.rows.forEach((row, index) => {
      const fits = (state.cell === '' || row[CELL] === cell)
        && (state.status.size === 0 || state.status.has(STATUSES[row[STATUS]][0]))
        && words.every((word) => haystack[index].includes(word));
      if (fits) found.push(row);
    });
    const order = orders[state.sort];
    found.sort((a, b) => (state.down ? order(b, a) : order(a, b)));
  }

  function tell() {
    const number = (count) => count.toLocaleString('en');
    const all = found.length === data.rows.length;
    let text = all ? `${number(found.length)} tests` : `${number(found.length)} of ${number(data.rows.length)} tests`;
    if (data.left_out > 0) text += `; ${number(data.left_out)} more are in junit.xml only`;
    by('count').textContent = text;
  }

  function draw() {
    find();
    shown = 0;
    by('rows').replaceChildren();
    grow();
    tell();
    by('q').value = state.q;
    by('cell').value = state.cell;
    for (const button of by('statuses').querySelectorAll('button')) {
      button.setAttribute('aria-pressed', String(state.status.has(button.value)));
    }
    for (const head of document.querySelectorAll('[data-sort]')) {
      if (head.dataset.sort === state.sort) head.setAttribute('aria-sort', state.down ? 'descending' : 'ascending');
      else head.removeAttribute('aria-sort');
    }
  }

  function grow() {
    const next = found.slice(shown, shown + CHUNK).map(line);
    by('rows').append(...next);
    shown += next.length;
    by('more').hidden = shown >= found.length;
    return next[0];
  }

  function line(row) {
    const [word, mark, kind] = STATUSES[row[STATUS]];
    const tr = element('tr');
    const status = element('td', 's');
    const sign = element('span', `mark ${kind}`, mark);
    sign.setAttribute('aria-hidden', 'true');
    status.append(sign, ` ${word}`);
    const test = element('td');
    const name = element(row[ANCHOR] ? 'a' : 'span');
    if (row[ANCHOR]) name.href = `#${row[ANCHOR]}`;
    name.append(element('bdi', 'group', data.groups[row[GROUP]]), element('bdi', '', row[NAME]));
    test.append(name, element('bdi', 'cell small', data.cells[row[CELL]]));
    const cell = element('td');
    cell.append(element('bdi', 'cell', data.cells[row[CELL]]));
    tr.append(status, test, cell, element('td', 'num', time(row[TIME])));
    return tr;
  }

  function time(milliseconds) {
    const seconds = milliseconds / 1000;
    if (seconds < 1) return `${milliseconds} ms`;
    if (seconds < 10) return `${seconds.toFixed(1)} s`;
    if (seconds < 60) return `${Math.round(seconds)} s`;
    return `${Math.floor(Math.round(seconds) / 60)} min ${Math.round(seconds) % 60} s`;
  }

  // ---- the address: #tests?q=…&cell=…&status=failed,flaky&sort=time&down=1 ---------------------------------------

  function address() {
    const parts = new URLSearchParams();
    if (state.q) parts.set('q', state.q);
    if (state.cell) parts.set('cell', state.cell);
    if (state.status.size) parts.set('status', [...state.status].join(','));
    if (state.sort !== 'status') parts.set('sort', state.sort);
    if (state.down) parts.set('down', '1');
    const text = parts.toString();
    return text ? `#tests?${text}` : '#tests';
  }

  function remember() {
    try { history.replaceState(null, '', address()); } catch { /* some viewers forbid it; the list works without */ }
  }

  function open() {
    const hash = location.hash.slice(1);
    // An address without a search is the list without one, or it would say what is not there.
    if ((hash === '' || hash === 'tests') && address() !== '#tests') { state = blank(); draw(); }
    if (hash.startsWith('tests?')) return openList(new URLSearchParams(hash.slice(6)));
    const target = hash && by(hash);
    if (!target) return undefined;
    for (let up = target; up; up = up.parentElement) if (up instanceof HTMLDetailsElement) up.open = true;
    if (target.matches('article')) {
      const first = target.querySelector('details');
      if (first) first.open = true;
    }
    target.scrollIntoView({ behavior: 'instant' });
    if (target.hasAttribute('tabindex')) target.focus({ preventScroll: true });
    return undefined;
  }

  function openList(parts) {
    const known = new Set(STATUSES.map(([word]) => word));
    state = blank();
    state.q = parts.get('q') ?? '';
    state.cell = data.cells.includes(parts.get('cell')) ? parts.get('cell') : '';
    state.status = new Set((parts.get('status') ?? '').split(',').filter((word) => known.has(word)));
    state.sort = Object.hasOwn(orders, parts.get('sort') ?? '') ? parts.get('sort') : 'status';
    state.down = parts.get('down') === '1';
    draw();
    by('tests').scrollIntoView();
  }

  // ---- what people do --------------------------------------------------------------------------------------------

  function change(part) {
    Object.assign(state, part);
    draw();
    remember();
  }

  function prepare() {
    const cells = data.cells;
    by('cell').append(...cells.map((name) => {
      const option = element('option', '', name);
      option.value = name;
      return option;
    }));
    const counts = STATUSES.map((_, index) => data.rows.filter((row) => row[STATUS] === index).length);
    STATUSES.forEach(([word], index) => {
      if (counts[index] === 0) return;
      const button = element('button', '', `${word} ${counts[index].toLocaleString('en')}`);
      button.type = 'button';
      button.value = word;
      button.addEventListener('click', () => {
        const status = new Set(state.status);
        if (!status.delete(word)) status.add(word);
        change({ status });
      });
      by('statuses').append(button);
    });
    for (const head of document.querySelectorAll('[data-sort]')) {
      const button = element('button', '', head.textContent);
      button.type = 'button';
      const sort = head.dataset.sort;
      button.addEventListener('click', () => change(
        state.sort === sort ? { down: !state.down } : { sort, down: sort === 'time' }));
      head.replaceChildren(button);
    }
    let waiting;
    by('q').addEventListener('input', () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => change({ q: by('q').value }), 80);
    });
    by('cell').addEventListener('change', () => change({ cell: by('cell').value }));
    by('reset').addEventListener('click', () => { state = blank(); change({}); by('q').focus(); });
    by('explorer').querySelector('form').addEventListener('submit', (event) => event.preventDefault());
    by('more').addEventListener('click', () => {
      const first = grow();
      if (first) { first.tabIndex = -1; first.focus(); }
    });
    new IntersectionObserver((seen) => {
      if (seen.some((one) => one.isIntersecting) && shown < found.length) grow();
    }, { rootMargin: '600px' }).observe(by('more'));
    for (const link of document.querySelectorAll('a.filter')) {
      link.addEventListener('click', (event) => {
        event.preventDefault();
        state = { ...blank(), cell: link.dataset.cell };
        draw();
        try { history.pushState(null, '', address()); } catch { /* as above */ }
        by('tests').scrollIntoView();
        by('tests').focus({ preventScroll: true });
      });
    }
  }

  function theme() {
    const button = by('theme');
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const current = () => document.documentElement.dataset.theme ?? (dark.matches ? 'dark' : 'light');
    const name = () => { button.textContent = current() === 'dark' ? 'Light' : 'Dark'; };
    try {
      const kept = localStorage.getItem('pipewright-theme');
      if (kept === 'dark' || kept === 'light') document.documentElement.dataset.theme = kept;
    } catch { /* a file may have no storage */ }
    button.addEventListener('click', () => {
      document.documentElement.dataset.theme = current() === 'dark' ? 'light' : 'dark';
      try { localStorage.setItem('pipewright-theme', current()); } catch { /* see above */ }
      name();
    });
    dark.addEventListener('change', name);
    name();
    button.hidden = false;
  }

  function copying() {
    if (!navigator.clipboard) return;
    for (const button of document.querySelectorAll('.copy')) {
      button.hidden = false;
      button.addEventListener('click', async () => {
        try {
          await navigator.clipboard.writeText(button.parentElement.querySelector('code').textContent);
          button.textContent = 'Copied';
        } catch { button.textContent = 'Not allowed'; }
      });
    }
  }

  // Closed parts are printed too.
  function printing() {
    let closed = [];
    addEventListener('beforeprint', () => {
      closed = [...document.querySelectorAll('details:not([open])')];
      for (const part of closed) part.open = true;
    });
    addEventListener('afterprint', () => { for (const part of closed) part.open = false; });
  }

  theme();
  copying();
  printing();
  prepare();
  by('explorer').hidden = false;
  draw();
  open();
  addEventListener('hashchange', open);
})();
