// The index of the site: it shows its badges, leads to reports that are there, and no name of a branch becomes markup.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { axe, expectations, launch, open, pictures } from './open.mjs';

const folder = process.argv[2];
const expect = expectations();
const browser = await launch();
for (const colorScheme of ['light', 'dark']) {
  const { page, noise } = await open(browser, join(folder, 'index.html'), { colorScheme, viewport: { width: 800, height: 700 } });
  const seen = await page.evaluate(() => ({
    broken: window.broken,
    scripts: document.scripts.length,
    handlers: [...document.querySelectorAll('*')].filter((one) => [...one.attributes].some(({ name }) => name.startsWith('on'))).length,
    links: [...document.links].map((link) => link.href),
    pictures: [...document.images].map((image) => [image.src, image.getAttribute('src')]),
    wide: document.documentElement.scrollWidth - innerWidth,
  }));
  expect.equals('no name becomes an element', [seen.broken, seen.scripts, seen.handlers], [undefined, 0, 0]);
  expect.holds('it does not scroll sideways', seen.wide <= 0, `${seen.wide} px`);
  for (const link of seen.links) expect.holds(`${link} is there`, link.startsWith('file:') && existsSync(fileURLToPath(link)));
  for (const [address, written] of seen.pictures) {
    expect.holds(`${written} is there`, written.startsWith('branches/') && existsSync(fileURLToPath(address)));
  }
  // A policy of 'self' lets no file show another, so pictures are asked for only where there is a server.
  expect.equals('nothing else is asked for', noise.filter((line) => !line.includes('badge.svg') && !line.includes('img-src')), []);
  await page.evaluate(await readFile(axe, 'utf8'));
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect.equals(`axe, ${colorScheme}`, serious.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 160)}`), []);
  if (pictures) await page.screenshot({ path: join(pictures, `site-${colorScheme}.png`) });
}
await browser.close();
process.stdout.write(expect.told());
