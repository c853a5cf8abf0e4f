// What a person finds in the report, with and without script, sight, mouse, colours and good will.
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { axe, expectations, launch, open, pictures } from './open.mjs';

const folder = process.argv[2];
const file = (name) => join(folder, `${name}.html`);
const expect = expectations();
const measured = {};
const browser = await launch();
if (pictures) for (const name of ['busy', 'calm', 'hostile', 'large']) copyFileSync(file(name), join(pictures, `${name}.html`));

async function visit(name, options, look) {
  const { page, noise, close } = await open(browser, file(name), options);
  await look(page);
  expect.equals(`${name}: nothing is asked for and nobody complains`, noise, []);
  await close();
}

// ---- everybody: both themes, three widths, rules of accessibility ------------------------------------------------

// Where the layout changes, and where the colours do.
const LOOKS = [
  ['busy', 'light', 1280], ['busy', 'dark', 1280], ['busy', 'light', 360], ['busy', 'dark', 1600],
  ['calm', 'dark', 360], ['calm', 'light', 1280], ['hostile', 'light', 1280], ['hostile', 'dark', 360],
];
for (const [name, colorScheme, width] of LOOKS) {
  await visit(name, { colorScheme, viewport: { width, height: 900 } }, async (page) => {
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect.holds(`${name} ${colorScheme} ${width}: does not scroll sideways`, wide <= 0, `${wide} px too wide`);
    if (pictures) await page.screenshot({ path: join(pictures, `${name}-${colorScheme}-${width}.png`), fullPage: name !== 'hostile' });
    await page.evaluate(() => { for (const part of document.querySelectorAll('details')) part.open = true; });
    expect.equals(`${name} ${colorScheme} ${width}: axe`, await inspect(page), []);
  });
}

/** Serious and critical findings of axe, all its rules. The page forbids scripts of others, so it comes in by the debugger. */
async function inspect(page) {
  const { readFile } = await import('node:fs/promises');
  await page.evaluate(await readFile(axe, 'utf8'));
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.length} × ${nodes[0].html.slice(0, 160)} ${nodes[0].any[0]?.message ?? ''}`);
}

// ---- hostile text ------------------------------------------------------------------------------------------------

await visit('hostile', {}, async (page) => {
  await page.fill('#q', 'script');
  await page.waitForFunction(() => document.getElementById('count').textContent.includes(' of '));
  const seen = await page.evaluate(() => ({
    broken: window.broken,
    scripts: document.scripts.length,
    strange: document.querySelectorAll('img,iframe,object,embed,base,link,form[action],svg[onload],main script').length,
    handlers: [...document.querySelectorAll('*')].filter((one) => [...one.attributes].some(({ name }) => name.startsWith('on') || name === 'style')).length,
    links: [...document.links].filter((link) => !link.getAttribute('href').startsWith('#')).length,
    turned: /[\u202a-\u202e\u2066-\u2069]/.test(document.body.innerText),
    rows: document.querySelectorAll('#rows tr').length,
  }));
  expect.equals('hostile text stays text', seen.broken, undefined);
  expect.equals('there are two scripts', seen.scripts, 2);
  expect.equals('no element comes from a text', [seen.strange, seen.handlers, seen.links], [0, 0, 0]);
  expect.equals('no text turns its direction', seen.turned, false);
  expect.holds('hostile names can be searched', seen.rows > 0);
  const text = await page.locator('main').innerText();
  for (const name of ['<script>window.broken = 1</script>', '"><img src=x onerror="window.broken = 3">', '{{ 7 * 7 }}', '[U+202E]txt.exe']) {
    expect.holds(`is shown as it is: ${name}`, text.includes(name));
  }
});

// ---- search, filters, addresses ------------------------------------------------------------------------------------

const count = (page) => page.locator('#count').innerText();

await visit('busy', {}, async (page) => {
  const all = await count(page);
  await page.fill('#q', 'loss executor');
  await page.waitForFunction((before) => document.getElementById('count').textContent !== before, all);
  expect.equals('the search finds by words', await page.locator('#rows tr').count(), 1);
  expect.holds('the address keeps the search', (await page.evaluate(() => location.hash)).includes('q=loss'));
  await page.click('#reset');
  await page.click('#statuses button[value=flaky]');
  expect.equals('flaky tests only', await page.locator('#rows tr').count(), 2);
  expect.equals('the button says that it is pressed', await page.locator('#statuses button[value=flaky]').getAttribute('aria-pressed'), 'true');
  await page.click('#reset');
  await page.selectOption('#cell', '4.1.1/shuffle');
  await page.waitForFunction(() => document.getElementById('count').textContent.startsWith('24 of'));
  const first = await page.locator('#rows tr').first().innerText();
  expect.holds('failures come first', first.includes('failed'), first);
  await page.click('th[data-sort=time] button');
  expect.equals('sorted by time', await page.locator('th[data-sort=time]').getAttribute('aria-sort'), 'descending');
  await page.click('#reset');
  await page.click('#rows a >> nth=0');
  const target = await page.evaluate(() => document.activeElement.id);
  expect.holds('a row leads to its failure', target.startsWith('t-'), target);
});

let anchor;
await visit('busy', {}, async (page) => { anchor = await page.locator('#failures article').last().getAttribute('id'); });
await visit('busy', { hash: `#${anchor}` }, async (page) => {
  const card = page.locator(`#${anchor}`);
  expect.holds('a link to a failure shows it', await card.evaluate((one) => { const box = one.getBoundingClientRect(); return box.top >= 0 && box.top < innerHeight; }));
  expect.holds('its output is open', await card.locator('details').first().evaluate((one) => one.open));
});
await visit('busy', { hash: '#tests?status=failed,nonsense&cell=3.5.8%2Fconnect&sort=constructor' }, async (page) => {
  expect.equals('a link to a list shows it', await page.locator('#rows tr').count(), 1);
});
for (const hash of ['#"><img src=x>', '#tests?cell=%', '#tests?q=<img>&status=__proto__', '#constructor', '#%E0%A4%A']) {
  await visit('busy', { hash }, async (page) => { expect.holds(`survives ${hash}`, (await count(page)).includes('tests')); });
}
await visit('busy', {}, async (page) => {
  await page.click('.tile.bad >> nth=0');
  expect.holds('a tile opens the list of cells', await page.locator('#cells details').evaluate((one) => one.open));
  await page.click('#cells tr:target a.filter');
  expect.holds('a cell shows its tests', (await count(page)).includes(' of '), await count(page));
});

// ---- keyboard ------------------------------------------------------------------------------------------------------

await visit('busy', {}, async (page) => {
  await page.keyboard.press('Tab');
  expect.equals('the first stop leads past the bar', await page.evaluate(() => document.activeElement.className), 'skip');
  const reachable = await page.evaluate(() => [...document.querySelectorAll('a[href],button,input,select,summary')]
    .filter((one) => one.checkVisibility({ contentVisibilityAuto: false })).length);
  const reached = new Set();
  for (let step = 0; step < 3000 && reached.size < reachable + 400; step += 1) {
    const mark = await page.evaluate(() => {
      const one = document.activeElement;
      if (!one || one === document.body) return null;
      globalThis.stops ??= new Map();
      if (!globalThis.stops.has(one)) globalThis.stops.set(one, globalThis.stops.size);
      return one.matches('a[href],button,input,select,summary') ? globalThis.stops.get(one) : -1;
    });
    if (mark === null) break;
    if (mark >= 0) reached.add(mark);
    await page.keyboard.press('Tab');
  }
  expect.holds('the keyboard reaches everything', reached.size >= reachable, `${reached.size} of ${reachable}`);
  await page.focus('#q');
  await page.keyboard.type('case_11');
  await page.waitForFunction(() => document.getElementById('count').textContent.includes(' of '));
  await page.keyboard.press('Enter');
  expect.holds('Enter does not leave the page', (await page.evaluate(() => location.search)) === '');
  await page.focus('#theme');
  const before = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.keyboard.press('Space');
  expect.holds('the theme can be changed', before !== await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
});

// ---- without script, and on paper -----------------------------------------------------------------------------------

await visit('busy', { javaScriptEnabled: false }, async (page) => {
  const text = await page.locator('main').innerText();
  for (const part of ['Incomplete', '4.1.0/upgrade', 'ShuffleTest.survives_the_loss_of_an_executor', 'expected 1000000 rows',
    'pipewright-runtime execute --version 4.1.1 --scenario shuffle', 'by their history', 'since the base', 'needs javascript']) {
    expect.holds(`without script: ${part}`, text.toLowerCase().includes(part.toLowerCase()));
  }
  if (pictures) await page.screenshot({ path: join(pictures, 'no-script.png') });
});

await visit('busy', { colorScheme: 'dark' }, async (page) => {
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  const seen = await page.evaluate(() => ({
    paper: getComputedStyle(document.body).backgroundColor,
    bar: getComputedStyle(document.querySelector('.bar')).display,
    outputs: [...document.querySelectorAll('#failures pre')].filter((one) => one.checkVisibility()).length,
    all: document.querySelectorAll('#failures pre').length,
  }));
  expect.equals('paper is white, also at night', [seen.paper, seen.bar], ['rgb(255, 255, 255)', 'none']);
  expect.holds('every output is printed', seen.outputs === seen.all && seen.all > 4, seen);
  const pdf = await page.pdf({ format: 'A4' });
  expect.holds('it can be printed', pdf.length > 20_000, `${pdf.length} bytes`);
});

// ---- size ------------------------------------------------------------------------------------------------------------

await visit('large', {}, async (page) => {
  measured.paint = Math.round(await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1));
  measured.interactive = Math.round(await page.evaluate(() => performance.getEntriesByType('navigation')[0].domInteractive));
  measured.elements = await page.evaluate(() => document.querySelectorAll('*').length);
  measured.search = await page.evaluate(async () => {
    const begin = performance.now();
    const field = document.getElementById('q');
    field.value = '00417 shuffle';
    field.dispatchEvent(new Event('input'));
    await new Promise((done) => new MutationObserver(done).observe(document.getElementById('count'), { childList: true }));
    return Math.round(performance.now() - begin);
  });
  expect.holds('rows come as they are needed', measured.elements < 12_000, `${measured.elements} elements`);
  expect.equals('the search looks at every test', await count(page), '0 of 10,008 tests');
  await page.click('#reset');
  await page.evaluate(() => document.getElementById('more').scrollIntoView());
  await page.waitForFunction(() => document.querySelectorAll('#rows tr').length > 100);
  expect.holds('more rows come by scrolling', true);
});

await browser.close();
process.stdout.write(expect.told({ measured }));
