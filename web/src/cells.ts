// A table of cells that saves itself row by row: <form data-cells> with one <tr data-cell="code"> for each
// row. A row is saved when one leaves it; what the server says of it stands beside it; what could
// not be saved stays typed. Enter and the arrows go from row to row; a column copied from a
// spreadsheet is pasted downwards. Without this script the form's buttons save everything.

interface Problem {
    field: string;
    key: string;
    detail: string;
    args: Record<string, string>;
}
interface Saved {
    saved_at: string;
    total?: number;
    points?: Record<string, number>;
    cells: { criterion: string; version: number }[];
}

const kRetryAfter = 15_000;

class Cells {
    private readonly saved = new Map<HTMLTableRowElement, string>();
    private queue: Promise<void> = Promise.resolve();
    private retry = 0;

    constructor(private readonly form: HTMLFormElement) {
        // A form drawn again after an error holds what is not saved yet; a row that shows what somebody else
        // entered waits for a decision.
        const isRedrawn = document.getElementById('errors') !== null;
        for (const row of this.rows()) this.saved.set(row, isRedrawn && !row.querySelector('.theirs') ? '' : this.content(row));
        form.addEventListener('focusout', (event) => this.left(event));
        form.addEventListener('change', (event) => this.changed(event));
        form.addEventListener('keydown', (event) => this.moved(event));
        form.addEventListener('paste', (event) => this.pasted(event));
        form.addEventListener('submit', () => this.saved.clear());
        addEventListener('online', () => this.saveAll());
        addEventListener('beforeunload', (event) => {
            if (this.unsaved().length > 0) event.preventDefault();
        });
        document.addEventListener('visibilitychange', () => {
            if (document.hidden) this.saveAll();
        });
        form.querySelector<HTMLElement>('[data-with-script]')?.removeAttribute('hidden');
    }

    // ---- rows

    private rows(): HTMLTableRowElement[] {
        return [...this.form.querySelectorAll<HTMLTableRowElement>('tr[data-cell]')].filter((row) => row.querySelector('input[name^="ver."]'));
    }

    private inputs(row: HTMLTableRowElement): HTMLInputElement[] {
        return [...row.querySelectorAll<HTMLInputElement>('input[name]')];
    }

    private content(row: HTMLTableRowElement): string {
        const typed = this.inputs(row).filter((input) => input.type !== 'hidden');
        return JSON.stringify(typed.map((input) => (input.type === 'checkbox' ? input.checked : input.value.trim())));
    }

    private unsaved(): HTMLTableRowElement[] {
        return [...this.saved].filter(([row, content]) => content !== this.content(row)).map(([row]) => row);
    }

    private rowOf(event: Event): HTMLTableRowElement | null {
        return (event.target as HTMLElement).closest<HTMLTableRowElement>('tr[data-cell]');
    }

    // ---- saving

    private left(event: FocusEvent): void {
        const row = this.rowOf(event);
        if (row && !(event.relatedTarget instanceof Node && row.contains(event.relatedTarget))) this.save(row);
    }

    // A tick is a whole entry by itself.
    private changed(event: Event): void {
        const row = this.rowOf(event);
        if (row && (event.target as HTMLInputElement).type === 'checkbox') this.save(row);
    }

    private saveAll(): void {
        for (const row of this.unsaved()) this.save(row);
    }

    private save(row: HTMLTableRowElement): void {
        this.queue = this.queue.then(() => this.send(row));
    }

    private async send(row: HTMLTableRowElement): Promise<void> {
        const content = this.content(row);
        if (!this.saved.has(row) || this.saved.get(row) === content) return;
        this.say('saving');
        const answer = await this.post(row);
        if (!answer) return this.later('offline');
        if (answer.status === 401 || answer.status === 403) return this.later('signedOut');
        const document: unknown = await answer.json().catch(() => undefined);
        if (answer.ok) return this.took(row, content, document as Saved);
        this.refused(row, (document as { errors?: Problem[] } | undefined)?.errors ?? []);
    }

    private async post(row: HTMLTableRowElement, again = true): Promise<Response | undefined> {
        const body = new URLSearchParams({ _csrf: this.field('_csrf').value, scorer: this.field('scorer').value, do: 'save' });
        for (const input of this.inputs(row)) {
            if (input.type !== 'checkbox' || input.checked) body.append(input.name, input.value);
        }
        const headers = { Accept: 'application/json' };
        const answer = await fetch(this.form.action, { method: 'POST', headers, body, keepalive: true }).catch(() => undefined);
        return answer?.status === 403 && again && (await this.renewToken()) ? this.post(row, false) : answer;
    }

    // Somebody who signed in again in another tab goes on here.
    private async renewToken(): Promise<boolean> {
        const answer = await fetch(this.form.action, { headers: { Accept: 'text/html' } }).catch(() => undefined);
        const page = new DOMParser().parseFromString((await answer?.text()) ?? '', 'text/html');
        const fresh = page.querySelector<HTMLInputElement>('form[data-cells] [name="_csrf"]')?.value;
        if (!fresh) return false;
        this.field('_csrf').value = fresh;
        return true;
    }

    private field(name: string): HTMLInputElement {
        return this.form.elements.namedItem(name) as HTMLInputElement;
    }

    private later(why: 'offline' | 'signedOut'): void {
        this.say(why);
        clearTimeout(this.retry);
        this.retry = window.setTimeout(() => this.saveAll(), kRetryAfter);
    }

    private took(row: HTMLTableRowElement, content: string, document: Saved): void {
        this.saved.set(row, content);
        this.clear(row);
        for (const cell of document.cells) {
            const version = this.form.querySelector<HTMLInputElement>(`input[name="ver.${CSS.escape(cell.criterion)}"]`);
            if (version) version.value = String(cell.version);
        }
        this.showPoints(row, document);
        if (this.form.querySelector('[aria-invalid]')) this.say('wrong');
        else this.say('saved', new Date(document.saved_at).toLocaleTimeString(window.document.documentElement.lang));
    }

    private showPoints(row: HTMLTableRowElement, saved: Saved): void {
        const written = (number: number) => new Intl.NumberFormat(document.documentElement.lang).format(number);
        const sum = this.form.querySelector('[data-sum]');
        if (sum && saved.total !== undefined) sum.textContent = written(saved.total);
        const gives = row.querySelector('[data-gives]');
        const points = saved.points?.[row.dataset['cell'] ?? ''];
        if (gives) gives.textContent = points === undefined ? '' : `${this.form.dataset['points']} ${written(points)}`;
    }

    // ---- what the server said

    private refused(row: HTMLTableRowElement, problems: Problem[]): void {
        this.clear(row);
        let ofTheRow = false;
        for (const problem of problems) {
            const input = this.inputs(row).find((each) => each.name === problem.field);
            if (!input) continue;
            ofTheRow = true;
            const note = this.noteAt(input, problem.detail);
            if (problem.key === 'block.error.cell-changed') this.offerChoice(row, note, problem.args);
        }
        if (ofTheRow) this.say('wrong');
        else this.tell(problems[0]?.detail ?? this.form.dataset['offline'] ?? '', true);
    }

    private noteAt(input: HTMLInputElement, sentence: string): HTMLElement {
        const note = document.createElement('p');
        note.className = 'err';
        note.id = `${input.name}-err`;
        note.textContent = sentence;
        input.setAttribute('aria-invalid', 'true');
        input.after(note);
        return note;
    }

    private clear(row: HTMLTableRowElement): void {
        for (const note of row.querySelectorAll('.err, .theirs')) note.remove();
        for (const input of this.inputs(row)) input.removeAttribute('aria-invalid');
    }

    private offerChoice(row: HTMLTableRowElement, note: HTMLElement, theirs: Record<string, string>): void {
        const choices = document.createElement('span');
        choices.className = 'choices';
        choices.append(this.choice('keep', () => this.settle(row, theirs, true)), this.choice('take', () => this.settle(row, theirs, false)));
        note.append(choices);
    }

    private choice(name: 'keep' | 'take', act: () => void): HTMLButtonElement {
        const button = document.createElement('button');
        button.type = 'button';
        button.className = 'btn small';
        button.textContent = this.form.dataset[name] ?? '';
        button.addEventListener('click', act);
        return button;
    }

    private settle(row: HTMLTableRowElement, theirs: Record<string, string>, keepMine: boolean): void {
        const said: Record<string, string | undefined> = { ver: theirs['version'], v: theirs['value'], p: theirs['points'], r: theirs['reason'] };
        for (const input of this.inputs(row)) {
            const kind = input.name.slice(0, input.name.indexOf('.'));
            if (keepMine && kind !== 'ver') continue;
            if (input.type === 'checkbox') input.checked = theirs['not_applicable'] === '1';
            else input.value = said[kind] ?? '';
        }
        this.clear(row);
        if (!keepMine) this.saved.set(row, this.content(row));
        this.save(row);
        row.querySelector<HTMLInputElement>('input:not([type="hidden"])')?.focus();
        if (!keepMine && this.unsaved().length === 0) this.tell('', false);
    }

    private say(what: 'saving' | 'saved' | 'wrong' | 'offline' | 'signedOut', more = ''): void {
        this.tell(`${this.form.dataset[what] ?? ''} ${more}`.trim(), what !== 'saving' && what !== 'saved');
    }

    private tell(sentence: string, isBad: boolean): void {
        const place = this.form.querySelector<HTMLElement>('[data-said]');
        if (!place) return;
        place.textContent = sentence;
        place.classList.toggle('bad', isBad);
    }

    // ---- keyboard and clipboard

    // The cells under and above an input: the same kind of thing in the other rows.
    private column(input: HTMLInputElement): HTMLInputElement[] {
        const kind = input.name.startsWith('r.') ? 'r' : input.type === 'checkbox' ? 'n' : 'vp';
        const names = [...kind].map((letter) => `input[name^="${letter}."]`).join(', ');
        return [...this.form.querySelectorAll<HTMLInputElement>(names)];
    }

    private moved(event: KeyboardEvent): void {
        const input = event.target;
        if (!(input instanceof HTMLInputElement) || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
        const up = event.key === 'ArrowUp' || (event.key === 'Enter' && event.shiftKey);
        if (!up && event.key !== 'ArrowDown' && event.key !== 'Enter') return;
        event.preventDefault();
        const column = this.column(input);
        const next = column[column.indexOf(input) + (up ? -1 : 1)];
        next?.focus();
        if (next && next.type !== 'checkbox') next.select();
        if (!next) this.saveAll();
    }

    private pasted(event: ClipboardEvent): void {
        const input = event.target;
        const lines = (event.clipboardData?.getData('text/plain') ?? '').replace(/\r?\n$/, '').split(/\r?\n/);
        if (!(input instanceof HTMLInputElement) || input.type === 'checkbox' || lines.length < 2) return;
        event.preventDefault();
        const column = this.column(input);
        const from = column.indexOf(input);
        lines.forEach((line, index) => {
            const cell = column[from + index];
            if (cell && !cell.readOnly) cell.value = (line.split('\t')[0] ?? '').trim();
        });
        this.saveAll();
    }
}

export function startCells(): void {
    const form = document.querySelector<HTMLFormElement>('form[data-cells]');
    if (form) new Cells(form);
}
