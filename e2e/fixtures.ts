// What every browser test stands on: a server with its own database, a page that fails on any console
// error or policy violation, and axe.
import {test as base, expect, type Page} from '@playwright/test';
import AxeBuilder from '@axe-core/playwright';
import {type ChildProcess, execFileSync, spawn} from 'node:child_process';
import {copyFileSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const program = process.env.THIDUA_PROGRAM ?? '../build/release/bin/thidua';
const demoDatabase = process.env.THIDUA_DEMO_DB ?? '';

export type Server = {url: string; db: string; setupCode: string; run: (...args: string[]) => string};

// What people of the tests type; the shell's accounts get it on standard input.
export const password = 'một câu dài dễ nhớ 2026';

async function start(folder: string, demo: boolean): Promise<{server: Server; process: ChildProcess}> {
    const file = join(folder, 'thidua.db');
    const db = `sqlite:${file}`;
    if (demo) copyFileSync(demoDatabase, file);
    const child = spawn(program, ['serve', '--db', db, '--listen', '127.0.0.1:0', '--key-file', join(folder, 'key')]);
    let said = '';
    const listening = new Promise<string>((resolve, reject) => {
        const listen = (chunk: Buffer) => {
            said += chunk.toString();
            const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
            if (address) resolve(address[0]);
        };
        child.stdout.on('data', listen);
        child.stderr.on('data', listen);
        child.on('exit', code => reject(new Error(`server ended with ${code}: ${said}`)));
    });
    const url = await listening;
    const setupCode = () => /\b([a-z0-9]{4}(?:-[a-z0-9]{4}){3})\b/i.exec(said)?.[1] ?? '';
    const run = (...args: string[]) => execFileSync(program, [...args, '--db', db], {encoding: 'utf8', input: `${password}\n`});
    return {server: {url, db, get setupCode() { return setupCode(); }, run}, process: child};
}

type Fixtures = {guard: void; empty: Server; demo: Server};

async function lend(demo: boolean, use: (server: Server) => Promise<void>) {
    const folder = mkdtempSync(join(tmpdir(), 'thidua-e2e-'));
    const {server, process: child} = await start(folder, demo);
    try {
        await use(server);
    } finally {
        const ended = new Promise(resolve => child.once('exit', resolve));
        child.kill('SIGTERM');
        await ended;
        rmSync(folder, {recursive: true, force: true});
    }
}

export const test = base.extend<Fixtures>({
    guard: [async ({page}, use) => {
        const bad: string[] = [];
        await page.addInitScript(() => document.addEventListener('securitypolicyviolation',
            event => console.error(`CSP ${event.effectiveDirective} ${event.sourceFile}`)));
        page.on('console', message => {
            if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) bad.push(message.text());
        });
        page.on('pageerror', error => bad.push(String(error)));
        await use();
        expect(bad).toEqual([]);
    }, {auto: true}],
    // An empty database, waiting for set-up.
    empty: async ({}, use) => lend(false, use),
    // The fictional organisation.
    demo: async ({}, use) => lend(true, use),
});

// No violation of WCAG 2.2 AA in the state the page is in, nothing wider than the screen, every key a sentence.
export async function sound(page: Page) {
    const result = await new AxeBuilder({page})
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
    expect(result.violations.map(v => ({id: v.id, at: v.nodes.map(n => n.target.join(' '))})), page.url()).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), page.url()).toBeLessThanOrEqual(0);
    expect(await page.locator('body').innerText(), page.url()).not.toContain('⟦');
}

export async function signIn(page: Page, url: string, name: string, secret = 'thidua-demo') {
    await page.goto(`${url}/login`);
    await page.fill('input[name=username]', name);
    await page.fill('input[name=password]', secret);
    await page.locator('main form button').first().click();
    await page.waitForURL(address => !address.pathname.startsWith('/login') && !address.pathname.startsWith('/session'));
}

export {expect};
