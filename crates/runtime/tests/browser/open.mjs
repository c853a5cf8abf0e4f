// Opens pages in a real Chromium that reaches no network. What goes wrong on a page is collected, not thrown.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';

const modules = process.env.PIPEWRIGHT_BROWSER;
const require = createRequire(join(modules, 'index.js'));
const { chromium } = require('playwright-core');
export const axe = require.resolve('axe-core/axe.min.js');
export const pictures = process.env.PIPEWRIGHT_SCREENSHOTS;

export async function launch() {
  return chromium.launch({
    executablePath: process.env.PIPEWRIGHT_CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--font-render-hinting=none'],
  });
}

/** A page of a file, with everything it asked for and complained of. */
export async function open(browser, file, { hash = '', ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const address = pathToFileURL(file).href;
  const noise = [];
  page.on('console', (message) => { if (message.type() !== 'log') noise.push(`console: ${message.text()}`); });
  page.on('pageerror', (error) => noise.push(`error: ${error.message}`));
  page.on('request', (request) => { if (request.url().split('#')[0] !== address) noise.push(`request: ${request.url().slice(0, 200)}`); });
  page.on('dialog', (dialog) => { noise.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  await page.goto(address + hash);
  return { page, noise, close: () => context.close() };
}

/** Expectations: each is counted, and what does not hold is kept in words. */
export function expectations() {
  const wrong = [];
  let checks = 0;
  return {
    holds(what, condition, detail = '') {
      checks += 1;
      if (!condition) wrong.push(detail === '' ? what : `${what}: ${typeof detail === 'string' ? detail : JSON.stringify(detail)}`);
    },
    equals(what, is, wanted) {
      this.holds(what, JSON.stringify(is) === JSON.stringify(wanted), `is ${JSON.stringify(is)}, not ${JSON.stringify(wanted)}`);
    },
    told: (more = {}) => JSON.stringify({ checks, wrong, ...more }),
  };
}
