// <input data-complete="/complete?kind=unit">: proposals while one types, as a combobox. What is chosen is
// plain text (the code) that the server resolves, so the field works the same without this. A native
// datalist would hide what was found without diacritics.

interface Proposal {
    code: string;
    label: string;
}

let fields = 0;

async function ask(address: string, text: string, signal: AbortSignal): Promise<Proposal[]> {
    const url = new URL(address, location.href);
    url.searchParams.set('q', text);
    const answer = await fetch(url, { headers: { Accept: 'application/json' }, signal });
    if (!answer.ok) return [];
    const { items } = (await answer.json()) as { items?: Record<string, unknown>[] };
    return (items ?? []).map((item) => ({
        code: String(item['code'] ?? ''),
        label: String(item['label'] ?? item['name'] ?? ''),
    }));
}

class Combobox {
    private readonly list = document.createElement('ul');
    private readonly chosen = document.createElement('output');
    private proposals: Proposal[] = [];
    private active = -1;
    private timer = 0;
    private asked = new AbortController();

    constructor(private readonly input: HTMLInputElement) {
        this.list.id = `proposals-${++fields}`;
        this.list.className = 'proposals';
        this.list.setAttribute('role', 'listbox');
        this.list.hidden = true;
        this.chosen.className = 'hint';
        input.autocomplete = 'off';
        input.setAttribute('role', 'combobox');
        input.setAttribute('aria-autocomplete', 'list');
        input.setAttribute('aria-controls', this.list.id);
        const label = input.labels?.[0]?.textContent;
        if (label) this.list.setAttribute('aria-label', label.trim());
        input.after(this.list, this.chosen);
        this.close();
        input.addEventListener('input', () => this.typed());
        input.addEventListener('keydown', (event) => this.pressed(event));
        input.addEventListener('blur', () => this.close());
        // Before the field loses the focus.
        this.list.addEventListener('mousedown', (event) => this.clicked(event));
    }

    private typed(): void {
        clearTimeout(this.timer);
        this.asked.abort();
        this.chosen.textContent = '';
        const text = this.input.value.trim();
        if (text.length < 2) return this.close();
        this.timer = window.setTimeout(() => void this.propose(text), 200);
    }

    private async propose(text: string): Promise<void> {
        this.asked = new AbortController();
        try {
            this.proposals = await ask(this.input.dataset['complete'] ?? '', text, this.asked.signal);
        } catch {
            return; // Asked anew, or no line: typing goes on.
        }
        if (document.activeElement !== this.input || this.proposals.length === 0) return this.close();
        this.list.replaceChildren(...this.proposals.map((proposal, at) => this.option(proposal, at)));
        this.list.hidden = false;
        this.input.setAttribute('aria-expanded', 'true');
        this.activate(-1);
    }

    private option(proposal: Proposal, at: number): HTMLLIElement {
        const option = document.createElement('li');
        option.id = `${this.list.id}-${at}`;
        option.setAttribute('role', 'option');
        option.append(`${proposal.label} `);
        const code = document.createElement('span');
        code.className = 'muted';
        code.textContent = proposal.code;
        option.append(code);
        return option;
    }

    private activate(at: number): void {
        this.active = at;
        [...this.list.children].forEach((option, i) => option.setAttribute('aria-selected', String(i === at)));
        if (at < 0) return this.input.removeAttribute('aria-activedescendant');
        this.input.setAttribute('aria-activedescendant', `${this.list.id}-${at}`);
        this.list.children[at]?.scrollIntoView({ block: 'nearest' });
    }

    private choose(at: number): void {
        const proposal = this.proposals[at];
        if (!proposal) return;
        this.input.value = proposal.code;
        this.chosen.textContent = proposal.label;
        this.close();
        this.input.dispatchEvent(new Event('change', { bubbles: true }));
    }

    private pressed(event: KeyboardEvent): void {
        if (this.list.hidden) return;
        const count = this.proposals.length;
        if (event.key === 'ArrowDown') this.activate((this.active + 1) % count);
        else if (event.key === 'ArrowUp') this.activate((this.active + count - (this.active < 0 ? 0 : 1)) % count);
        else if (event.key === 'Enter' && this.active >= 0) this.choose(this.active);
        else if (event.key === 'Escape') this.close();
        else return;
        event.preventDefault();
    }

    private clicked(event: MouseEvent): void {
        event.preventDefault();
        const option = (event.target as HTMLElement).closest('li');
        if (option) this.choose([...this.list.children].indexOf(option));
    }

    private close(): void {
        this.list.hidden = true;
        this.input.setAttribute('aria-expanded', 'false');
        this.activate(-1);
    }
}

export function startCompletion(): void {
    for (const input of document.querySelectorAll<HTMLInputElement>('input[data-complete]')) new Combobox(input);
}
