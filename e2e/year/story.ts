// What every chapter of the year shares: the office, who sits where, and what earlier chapters made.
import {expect, sound} from '../fixtures';
import type {Page} from '@playwright/test';
import {patternOf, shapes} from '../crawl';
import {Year} from './server';

export const year = new Year();
export const desk = {width: 1366, height: 768};
export const phone = {width: 390, height: 844};

export const clerk = (code: string) => code === 'D201' ? 'troly' : `troly.${code.toLowerCase()}`;
export const head = (code: string) => code === 'D201' ? 'thutruong' : `thutruong.${code.toLowerCase()}`;
export const blockName = 'Khối 2 – Nghiên cứu, đào tạo, sự nghiệp';

// Addresses a chapter leaves to those after it.
export const movement = {ref: ''};
export const covenant = {ref: ''};
export const round = {ref: ''};

const kinds = shapes();
const met = new Set<string>();

// Sound at the size it has; the first time its kind of page is met, at the other size, too.
export async function look(page: Page) {
    await sound(page);
    const path = new URL(page.url()).pathname;
    const kind = patternOf(path, kinds) ?? path;
    if (met.has(kind)) return;
    met.add(kind);
    const size = page.viewportSize() ?? desk;
    await page.setViewportSize(size.width < 600 ? desk : phone);
    await sound(page);
    await page.setViewportSize(size);
}

// Opens a page as its reader would; it is there, and sound.
export async function see(page: Page, address: string) {
    const answer = await page.goto(year.url + address);
    expect(answer?.status(), address).toBe(200);
    await look(page);
}

// One step of the round, as its page would take it.
export async function step(who: string, name: string, closes_on = '', reason = '') {
    const seat = await year.seat(who);
    const address = `/scoring/${round.ref}`;
    await seat.post(`${address}/step`, {step: name, closes_on, reason, version: (await seat.read(address)).round.version});
}

export async function places(who: string): Promise<Record<string, number | null>> {
    const ranking = await (await year.seat(who)).read(`/scoring/${round.ref}/ranking`);
    return Object.fromEntries(ranking.places.map((each: Document) => [each.code, each.place]));
}
