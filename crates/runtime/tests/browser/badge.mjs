// The badge: its texts are as wide as they were reckoned, it can be read aloud, and white can be read on its colours.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectations, launch, open, pictures } from './open.mjs';

const folder = process.argv[2];
const { size, known, unknown } = JSON.parse(readFileSync(join(folder, 'widths.json'), 'utf8'));
const expect = expectations();
const browser = await launch();
const { page, noise } = await open(browser, join(folder, 'badge.svg'));

const measured = await page.evaluate(({ size, texts }) => {
  const context = new OffscreenCanvas(10, 10).getContext('2d');
  context.font = `${size}px "DejaVu Sans"`;
  context.fontKerning = 'none';
  return texts.map((text) => context.measureText(text).width);
}, { size, texts: [...known, ...unknown].map(({ text }) => text) });

known.forEach(({ text, width }, index) => {
  expect.holds(`${text} is as wide as reckoned`, Math.abs(measured[index] - width) < 0.51, `${measured[index]} and ${width}`);
});
unknown.forEach(({ text, width }, index) => {
  expect.holds(`${text} has room`, measured[known.length + index] <= width + 0.51, `${measured[known.length + index]} and ${width}`);
});

const seen = await page.evaluate(() => {
  const inside = [...document.querySelectorAll('text')].every((text) => {
    const box = text.getBBox();
    return box.x >= 0 && box.x + box.width <= document.documentElement.viewBox.baseVal.width;
  });
  const backgrounds = [...document.querySelectorAll('g rect')].map((rect) => rect.getAttribute('fill'));
  return { inside, backgrounds, name: document.documentElement.getAttribute('aria-label'), title: document.querySelector('title').textContent };
});
expect.holds('the texts stay inside', seen.inside);
expect.equals('it has a name', [seen.name, seen.title], ['tests: 6 failed, 94.0%', 'tests: 6 failed, 94.0%']);
for (const colour of [...seen.backgrounds, '#1f7a3a', '#8a5a00', '#b3202a', '#5a606b']) {
  expect.holds(`white can be read on ${colour}`, contrast(colour) >= 4.5, contrast(colour));
}
expect.equals('nothing is asked for and nobody complains', noise, []);

/** Contrast of white and a colour, by WCAG 2. */
function contrast(colour) {
  const [red, green, blue] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}

if (pictures) await page.screenshot({ path: join(pictures, 'badge.png'), clip: { x: 0, y: 0, width: 200, height: 20 } });
await browser.close();
process.stdout.write(expect.told());
