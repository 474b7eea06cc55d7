// Forms: the way to what is wrong, no double sending, no lost typing.

function goToProblems(): void {
    const summary = document.querySelector<HTMLElement>('.errsum');
    if (!summary) return;
    summary.focus();
    for (const link of summary.querySelectorAll<HTMLAnchorElement>('a[href^="#"]')) {
        link.addEventListener('click', (event) => {
            const name = decodeURIComponent(link.hash.slice(1));
            const field = document.getElementById(name) ?? document.querySelector<HTMLElement>(`[name="${CSS.escape(name)}"]`);
            if (!field) return;
            event.preventDefault();
            field.closest('details')?.setAttribute('open', '');
            field.focus();
            field.scrollIntoView({ block: 'center' });
        });
    }
}

function isPost(form: HTMLFormElement): boolean {
    return form.method.toLowerCase() === 'post';
}

function warnOfUnsavedTyping(): void {
    const changed = new Set<HTMLFormElement>();
    document.addEventListener('input', (event) => {
        const form = (event.target as HTMLElement).closest('form');
        if (form?.classList.contains('form') && isPost(form)) changed.add(form);
    });
    document.addEventListener('submit', () => changed.clear());
    addEventListener('beforeunload', (event) => {
        if (changed.size > 0) event.preventDefault();
    });
}

// The server acts once per key anyway; this keeps the second click from waiting for the same answer.
function sendOnce(): void {
    document.addEventListener('submit', (event) => {
        const form = event.target as HTMLFormElement;
        if (!isPost(form) || event.defaultPrevented) return;
        if (form.dataset['sent'] === 'true') {
            event.preventDefault();
            return;
        }
        form.dataset['sent'] = 'true';
        event.submitter?.setAttribute('aria-busy', 'true');
    });
    addEventListener('pageshow', () => {
        for (const form of document.querySelectorAll<HTMLFormElement>('form[data-sent]')) delete form.dataset['sent'];
        for (const button of document.querySelectorAll('button[aria-busy]')) button.removeAttribute('aria-busy');
    });
}

// <select data-autosubmit>: choosing is enough.
function submitOnChoice(): void {
    document.addEventListener('change', (event) => {
        const target = event.target as HTMLElement;
        if (target.matches('[data-autosubmit]')) target.closest('form')?.requestSubmit();
    });
}

// <select data-asking> with <option data-asks="quota">: of the parts [data-asked="share quota"] of its form only those
// stand that the chosen option asks for; data-asked="" none. What does not stand is not sent.
function showWhatIsAsked(select: HTMLSelectElement): void {
    const asks = select.selectedOptions[0]?.dataset['asks'] ?? '';
    for (const part of select.form?.querySelectorAll<HTMLElement>('[data-asked]') ?? []) {
        const asked = (part.dataset['asked'] ?? '').split(' ').includes(asks);
        part.hidden = !asked;
        for (const control of part.querySelectorAll<HTMLInputElement | HTMLSelectElement>('input, select')) control.disabled = !asked;
    }
}

function followChoices(): void {
    for (const select of document.querySelectorAll<HTMLSelectElement>('select[data-asking]')) {
        select.addEventListener('change', () => showWhatIsAsked(select));
        addEventListener('pageshow', () => showWhatIsAsked(select));
    }
}

export function startForms(): void {
    goToProblems();
    warnOfUnsavedTyping();
    sendOnce();
    submitOnChoice();
    followChoices();
}
