// A year lived on one database: the server is started again on another day, people sit down at it.
import {expect, request, type APIRequestContext, type Browser, type Page} from '@playwright/test';
import {type ChildProcess, execFileSync, spawn} from 'node:child_process';
import {copyFileSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const program = process.env.THIDUA_PROGRAM ?? '../build/release/bin/thidua';

export type Fields = Record<string, string | number | string[]>;
// eslint-disable-next-line -- documents are what the server says they are.
export type Document = Record<string, any>;

// One person at one browser. What is typed in bulk goes the way a program's posts go.
export class Seat {
    constructor(readonly name: string, readonly url: string, readonly api: APIRequestContext,
        private readonly token: string) {}

    async read(address: string): Promise<Document> {
        const answer = await this.api.get(this.url + address, {headers: {accept: 'application/json'}});
        expect(answer.status(), `${this.name} reads ${address}: ${await answer.text()}`).toBe(200);
        return answer.json();
    }

    async status(address: string): Promise<number> {
        return (await this.api.get(this.url + address, {headers: {accept: 'application/json'}})).status();
    }

    // The answer as it is, refused or not.
    async send(address: string, fields: Fields): Promise<{status: number; document: Document; location: string}> {
        const form = new URLSearchParams();
        for (const [name, value] of Object.entries(fields))
            for (const each of Array.isArray(value) ? value : [value]) form.append(name, String(each));
        const answer = await this.api.post(this.url + address, {
            headers: {accept: 'application/json', 'x-csrf-token': this.token, 'content-type': 'application/x-www-form-urlencoded'},
            data: form.toString(), maxRedirects: 0});
        const text = await answer.text();
        return {status: answer.status(), document: text ? JSON.parse(text) : {}, location: answer.headers().location ?? ''};
    }

    // What must succeed. The answer's address is where the act led to.
    async post(address: string, fields: Fields = {}): Promise<Document> {
        const {status, document, location} = await this.send(address, fields);
        expect(status, `${this.name} posts ${address}: ${JSON.stringify(document)}`).toBeLessThan(400);
        return {...document, location};
    }

    // A form as its page shows it, some of its fields typed anew.
    async fill(page: string, fields: Fields, address = page): Promise<Document> {
        const document = await this.read(page);
        const edited = Object.values(document).find(each => typeof each?.version === 'number');
        const shown = Object.entries({version: document.version ?? edited?.version, ...document.values} as Document)
            .filter(([, value]) => ['string', 'number'].includes(typeof value)) as [string, string | number][];
        return this.post(address, {...Object.fromEntries(shown), ...fields});
    }
}

export class Year {
    private child?: ChildProcess;
    private readonly folder = mkdtempSync(join(tmpdir(), 'thidua-year-'));
    private readonly db = `sqlite:${join(this.folder, 'thidua.db')}`;
    private seats = new Map<string, Seat>();
    url = '';

    // Writing a test of the year one wants the same first day again at once: THIDUA_YEAR_DB is a copy to start from.
    make(firstDay: string) {
        const kept = process.env.THIDUA_YEAR_DB;
        if (kept) copyFileSync(kept, join(this.folder, 'thidua.db'));
        else execFileSync(program, ['demo', '--db', this.db, '--as-of', firstDay]);
    }

    // Everybody goes home, and the office opens again on that day.
    async open(day: string) {
        await this.close();
        const child = spawn(program, ['serve', '--db', this.db, '--listen', '127.0.0.1:0', '--today', day,
            '--key-file', join(this.folder, 'key')]);
        this.child = child;
        let said = '';
        this.url = await new Promise<string>((resolve, reject) => {
            const listen = (chunk: Buffer) => {
                said += chunk.toString();
                const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
                if (address) resolve(address[0]);
            };
            child.stdout?.on('data', listen);
            child.stderr?.on('data', listen);
            child.on('exit', code => reject(new Error(`server ended with ${code}: ${said}`)));
        });
    }

    async close() {
        for (const seat of this.seats.values()) await seat.api.dispose();
        this.seats.clear();
        const child = this.child;
        if (!child) return;
        this.child = undefined;
        const ended = new Promise(resolve => child.once('exit', resolve));
        child.kill('SIGTERM');
        await ended;
    }

    async end() {
        await this.close();
        rmSync(this.folder, {recursive: true, force: true});
    }

    // Signs in once a day.
    async seat(name: string): Promise<Seat> {
        const taken = this.seats.get(name);
        if (taken) return taken;
        const api = await request.newContext({timeout: 60_000});
        const answer = await api.post(`${this.url}/session`, {form: {username: name, password: 'thidua-demo'}, maxRedirects: 0});
        expect(answer.status(), `${name} signs in`).toBe(303);
        const home = await (await api.get(`${this.url}/`)).text();
        const token = /name="_csrf" value="([^"]+)"/.exec(home)?.[1] ?? '';
        expect(token, `${name} has a token`).not.toBe('');
        const seat = new Seat(name, this.url, api, token);
        this.seats.set(name, seat);
        return seat;
    }

    // The same person with a screen before them.
    async page(browser: Browser, name: string, size: {width: number; height: number}): Promise<Page> {
        const seat = await this.seat(name);
        const phone = size.width < 600;
        const context = await browser.newContext({storageState: await seat.api.storageState(), viewport: size,
            isMobile: phone, hasTouch: phone, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh'});
        return context.newPage();
    }
}
