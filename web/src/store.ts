// What a browser remembers for its user: looks only, never content.
export function remember(name: string, value: string): void {
    try {
        localStorage.setItem(`thidua.${name}`, value);
    } catch {
        // Storage may be forbidden; then the choice lasts for this page.
    }
}

export function recall(name: string): string | null {
    try {
        return localStorage.getItem(`thidua.${name}`);
    } catch {
        return null;
    }
}
