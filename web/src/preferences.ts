import { recall, remember } from './store';

function startSwitch(selector: string, name: string, otherwise: string): void {
    const select = document.querySelector<HTMLSelectElement>(selector);
    if (!select) return;
    select.value = recall(name) ?? otherwise;
    select.addEventListener('change', () => {
        remember(name, select.value);
        dispatchEvent(new Event('thidua:preferences'));
    });
}

// The link to the other language keeps the rest of the address.
function keepQueryOfLanguageLinks(): void {
    for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-language]')) {
        const here = new URL(location.href);
        here.searchParams.set('lang', link.hreflang);
        link.href = here.pathname + here.search;
    }
}

export function startPreferences(): void {
    startSwitch('[data-theme-switch]', 'theme', 'auto');
    startSwitch('[data-density-switch]', 'density', 'comfortable');
    keepQueryOfLanguageLinks();
}
