#!/usr/bin/env node
// Draws report.png and comment.png from a report and a rendered comment: docs/images/make calls it, and says with what.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const { launch, open } = await import(join(here, '../../crates/runtime/tests/browser/open.mjs'));
const [report, comment] = process.argv.slice(2);
const browser = await launch();

const { page } = await open(browser, report, { viewport: { width: 1000, height: 900 } });
await page.screenshot({ path: join(here, 'report.png') });

// A comment as GitHub frames it: who says it, and what.
const style = readFileSync(createRequire(join(process.env.PIPEWRIGHT_BROWSER, 'here.js')).resolve('github-markdown-css/github-markdown-light.css'), 'utf8');
const frame = await browser.newPage({ viewport: { width: 880, height: 400 } });
await frame.setContent(`<!DOCTYPE html><meta charset="utf-8"><style>${style}
  body { margin: 16px; background: #fff }
  .comment { border: 1px solid #d1d9e0; border-radius: 6px; font-family: -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif }
  .who { padding: 8px 16px; background: #f6f8fa; border-bottom: 1px solid #d1d9e0; border-radius: 6px 6px 0 0; font-size: 14px; color: #59636e }
  .who b { color: #1f2328 } .who span { border: 1px solid #d1d9e0; border-radius: 2em; padding: 0 6px; font-size: 12px; margin-left: 4px }
  .markdown-body { padding: 16px; font-size: 14px; border-radius: 0 0 6px 6px }
</style><div class="comment"><div class="who"><b>github-actions</b><span>bot</span></div><div class="markdown-body">${readFileSync(comment, 'utf8')}</div></div>`);
await frame.locator('.comment').screenshot({ path: join(here, 'comment.png') });
await browser.close();
