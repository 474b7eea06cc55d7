// Runs before the page is drawn, so that nobody sees the wrong theme first. Also on public pages.
(() => {
    const root = document.documentElement;
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const read = (name: string): string | null => {
        try {
            return localStorage.getItem(name);
        } catch {
            return null; // Storage may be forbidden by the browser's settings.
        }
    };
    const apply = (): void => {
        const theme = read('thidua.theme') ?? 'auto';
        root.dataset['theme'] = theme === 'auto' ? (dark.matches ? 'dark' : 'light') : theme;
        root.dataset['density'] = read('thidua.density') ?? 'comfortable';
    };
    root.classList.add('js');
    apply();
    dark.addEventListener('change', apply);
    addEventListener('storage', apply);
    addEventListener('thidua:preferences', apply);
})();
