import { recall, remember } from './store';

function startMenuToggle(): void {
    const toggle = document.querySelector<HTMLAnchorElement>('#nav-toggle');
    const nav = document.querySelector<HTMLElement>('#nav');
    if (!toggle || !nav) return;
    const set = (open: boolean): void => {
        nav.dataset['open'] = String(open);
        toggle.setAttribute('aria-expanded', String(open));
    };
    set(false);
    toggle.addEventListener('click', (event) => {
        event.preventDefault();
        set(nav.dataset['open'] !== 'true');
    });
    toggle.addEventListener('keydown', (event) => {
        if (event.key !== ' ') return;
        event.preventDefault();
        toggle.click();
    });
    nav.addEventListener('keydown', (event) => {
        if (event.key !== 'Escape' || nav.dataset['open'] !== 'true') return;
        set(false);
        toggle.focus();
    });
}

function startRememberedGroups(): void {
    for (const group of document.querySelectorAll<HTMLDetailsElement>('details[data-remember]')) {
        const name = group.dataset['remember'] ?? '';
        if (recall(name) === 'closed' && !group.querySelector('[aria-current]')) group.open = false;
        group.addEventListener('toggle', () => remember(name, group.open ? 'open' : 'closed'));
    }
}

function startPopups(): void {
    const popups = document.querySelectorAll<HTMLDetailsElement>('details[data-popup]');
    document.addEventListener('click', (event) => {
        for (const popup of popups) {
            if (popup.open && !popup.contains(event.target as Node)) popup.open = false;
        }
    });
    for (const popup of popups) {
        popup.addEventListener('keydown', (event) => {
            if (event.key !== 'Escape' || !popup.open) return;
            popup.open = false;
            popup.querySelector('summary')?.focus();
        });
    }
}

function isTyping(target: EventTarget | null): boolean {
    return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

function startSearchKey(): void {
    document.addEventListener('keydown', (event) => {
        if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
        const search = document.querySelector<HTMLInputElement>('[data-search]');
        if (!search) return;
        event.preventDefault();
        search.focus();
        search.select();
    });
}

export function startNavigation(): void {
    startMenuToggle();
    startRememberedGroups();
    startPopups();
    startSearchKey();
}
