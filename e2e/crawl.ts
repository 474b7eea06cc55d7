// Which address stands for a page: the routes of docs/access-table.md, and for each the first address that
// the links of the pages themselves lead to. So a page that nothing links to shows up as not reached.
import type {APIRequestContext} from '@playwright/test';
import {readFileSync} from 'node:fs';

const table = new URL('../docs/access-table.md', import.meta.url);

// Answers without a page: completion, files.
const withoutPage = /^\/complete$|\/files?(\/|$)|\.xlsx$/;

// Where forms lead that links do not.
const starts = ['/', '/public', '/guide', '/login', '/search?q=nguyen', '/public/awards', '/summary?from=2014-01-01&to=2019-12-31'];

export type Found = {reached: Map<string, string>; missing: string[]};

// The patterns of every page that is read, as the table writes them: /units/{code}/rename.
export function patterns(): string[] {
    const rows = readFileSync(table, 'utf8').matchAll(/^\| `([^`]+)` \| GET \|/gm);
    return [...rows].map(row => row[1] ?? '').filter(pattern => !withoutPage.test(pattern));
}

type Shape = {pattern: string; shape: RegExp};

export function shapes(): Shape[] {
    return patterns()
        .sort((a, b) => a.split('{').length - b.split('{').length)
        .map(pattern => ({pattern, shape: new RegExp(`^${pattern.replace(/\{[^}]+\}/g, '[^/]+')}$`)}));
}

// The pattern an address belongs to; words go before places.
export function patternOf(path: string, all: Shape[]): string | undefined {
    return all.find(one => one.pattern === path)?.pattern ?? all.find(one => one.shape.test(path))?.pattern;
}

function links(html: string): string[] {
    return [...html.matchAll(/ href="(\/[^"]*)"/g)].map(match => (match[1] ?? '').replaceAll('&amp;', '&'));
}

// Follows links as whoever `request` is signed in as.
export async function crawl(request: APIRequestContext, url: string): Promise<Found> {
    const all = shapes();
    const reached = new Map<string, string>();
    const waiting = [...starts];
    for (let address = waiting.shift(); address !== undefined; address = waiting.shift()) {
        const {pathname, searchParams} = new URL(address, url);
        const pattern = patternOf(pathname, all);
        if (!pattern || reached.has(pattern) || searchParams.has('format') || searchParams.has('lang')) continue;
        const answer = await request.get(url + address, {headers: {accept: 'text/html'}, maxRedirects: 0});
        if (answer.status() !== 200 || !answer.headers()['content-type']?.startsWith('text/html')) continue;
        reached.set(pattern, address);
        waiting.push(...links(await answer.text()));
    }
    return {reached, missing: all.map(one => one.pattern).filter(pattern => !reached.has(pattern))};
}
