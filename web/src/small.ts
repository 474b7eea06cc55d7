// Copy and print buttons; pages that wait for a job.

async function copy(button: HTMLElement): Promise<void> {
    const source = button.dataset['copy'] ?? '';
    const text = source.startsWith('#') ? (document.querySelector(source)?.textContent ?? '') : source;
    await navigator.clipboard.writeText(text.trim());
    const said = button.dataset['copied'];
    if (said) button.textContent = said;
}

function startButtons(): void {
    document.addEventListener('click', (event) => {
        const button = (event.target as HTMLElement).closest<HTMLElement>('[data-copy], [data-print]');
        if (!button) return;
        if (button.hasAttribute('data-print')) print();
        else void copy(button);
    });
}

// <div id="job" data-poll="2"> is drawn again every two seconds until it no longer asks for it.
function startPolling(): void {
    const part = document.querySelector<HTMLElement>('[data-poll][id]');
    if (!part) return;
    const seconds = Math.max(1, Number(part.dataset['poll']) || 2);
    window.setTimeout(async () => {
        const answer = await fetch(location.href, { headers: { Accept: 'text/html' } }).catch(() => undefined);
        if (answer?.ok) {
            const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
            const fresh = page.getElementById(part.id);
            if (!fresh) return location.reload();
            part.replaceWith(fresh);
        }
        startPolling();
    }, seconds * 1000);
}

export function startSmallThings(): void {
    startButtons();
    startPolling();
}
