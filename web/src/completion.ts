// <input data-complete="/complete?kind=unit">: proposals while one types, in a <datalist>. What is
// chosen is plain text that the server resolves, so the field works the same without this.

interface Proposal {
    value: string;
    label: string;
}

function proposalsOf(body: unknown): Proposal[] {
    const items = (body as { items?: unknown }).items;
    if (!Array.isArray(items)) return [];
    return items
        .map((item: Record<string, unknown>) => ({
            value: String(item['value'] ?? item['code'] ?? ''),
            label: String(item['label'] ?? item['name'] ?? ''),
        }))
        .filter((item) => item.value !== '');
}

function optionOf(proposal: Proposal): HTMLOptionElement {
    const option = document.createElement('option');
    option.value = proposal.value;
    option.label = proposal.label;
    return option;
}

function listFor(input: HTMLInputElement): HTMLDataListElement {
    const list = document.createElement('datalist');
    list.id = `${input.id || input.name}-proposals`;
    input.after(list);
    input.setAttribute('list', list.id);
    input.autocomplete = 'off';
    return list;
}

function startField(input: HTMLInputElement): void {
    const list = listFor(input);
    let timer = 0;
    let asked: AbortController | undefined;
    input.addEventListener('input', () => {
        clearTimeout(timer);
        const text = input.value.trim();
        if (text.length < 2) return;
        timer = window.setTimeout(async () => {
            asked?.abort();
            asked = new AbortController();
            const address = new URL(input.dataset['complete'] ?? '', location.href);
            address.searchParams.set('q', text);
            try {
                const answer = await fetch(address, { headers: { Accept: 'application/json' }, signal: asked.signal });
                if (answer.ok) list.replaceChildren(...proposalsOf(await answer.json()).map(optionOf));
            } catch {
                // No proposals then; typing goes on.
            }
        }, 200);
    });
}

export function startCompletion(): void {
    document.querySelectorAll<HTMLInputElement>('input[data-complete]').forEach(startField);
}
