// Pictures of every page, to be looked at: node e2e/look.ts URL OUT [--who NAME,…] [--only REGEX] [--all]
// A demo must be served at URL. Each page is shot for the first of the accounts that reaches it (with --all
// for every account): on the desk and the phone, light and dark, and on paper where it is a list, a sheet or
// a summary. Says at the end which pages of the access table no account reached.
import {chromium, type Browser, type Page} from '@playwright/test';
import {mkdirSync} from 'node:fs';
import {parseArgs} from 'node:util';
import {crawl, patterns} from './crawl.ts';

const {values, positionals} = parseArgs({
    allowPositionals: true,
    options: {who: {type: 'string'}, only: {type: 'string'}, all: {type: 'boolean'}, looks: {type: 'string'}},
});
const [url = 'http://127.0.0.1:8080', out = 'look'] = positionals;
const accounts = values.who?.split(',') ?? ['', 'thuongtruc', 'quantri', 'troly', 'lanhdao', 'phapche', 'kichhoat',
    'thutruong', 'thamdinh', 'khoitruong', 'thukykhoi', 'thuky', 'uyvien', 'kiemphieu', 'kyduyet', 'kiemtra',
    'nhanvien', 'nguoixem'];
const only = new RegExp(values.only ?? '');

const sizes = {desk: {width: 1366, height: 768}, phone: {width: 390, height: 844}};
const looks = [
    {name: 'desk', size: sizes.desk, scheme: 'light', media: 'screen'},
    {name: 'phone', size: sizes.phone, scheme: 'light', media: 'screen'},
    {name: 'desk-dark', size: sizes.desk, scheme: 'dark', media: 'screen'},
    {name: 'phone-dark', size: sizes.phone, scheme: 'dark', media: 'screen'},
    {name: 'paper', size: sizes.desk, scheme: 'light', media: 'print'},
] as const;
const chosen = looks.filter(look => !values.looks || values.looks.split(',').includes(look.name));
const onPaper = /^\/(persons|units|awards|decisions|summary|search|audit|blocks|sweep)?(\/|$)/;

async function signIn(page: Page, name: string) {
    await page.goto(`${url}/login`);
    await page.fill('input[name=username]', name);
    await page.fill('input[name=password]', 'thidua-demo');
    await page.locator('main form button').first().click();
    await page.waitForURL(address => !/^\/(login|session)/.test(address.pathname));
}

async function shoot(page: Page, address: string, file: string) {
    await page.goto(url + address);
    for (const look of chosen) {
        if (look.media === 'print' && !onPaper.test(new URL(address, url).pathname)) continue;
        await page.emulateMedia({media: look.media, colorScheme: look.scheme});
        await page.setViewportSize(look.size);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (over > 0 && look.media === 'screen') console.log(`wider than the screen by ${over}: ${look.name} ${address}`);
        await page.screenshot({path: `${out}/${look.name}/${file}.png`, fullPage: true});
    }
}

async function visit(browser: Browser, who: string, seen: Set<string>) {
    const context = await browser.newContext({locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh'});
    const page = await context.newPage();
    if (who) await signIn(page, who);
    const {reached} = await crawl(context.request, url);
    let shot = 0;
    for (const [pattern, address] of reached) {
        if (!only.test(pattern) || (seen.has(pattern) && !values.all)) continue;
        const file = `${pattern.slice(1).replace(/[^a-z0-9]+/g, '-') || 'home'}${values.all ? `-${who}` : ''}`;
        await shoot(page, address, file);
        shot += 1;
    }
    for (const pattern of reached.keys()) seen.add(pattern);
    console.log(`${who || 'nobody signed in'}: ${reached.size} pages reached, ${shot} shot`);
    await context.close();
}

mkdirSync(out, {recursive: true});
const browser = await chromium.launch({executablePath: '/usr/bin/chromium', args: ['--headless', '--no-sandbox', '--disable-gpu']});
const seen = new Set<string>();
for (const who of accounts) await visit(browser, who, seen);
await browser.close();
console.log('reached by nobody:', patterns().filter(pattern => !seen.has(pattern)).join(' ') || 'none');
