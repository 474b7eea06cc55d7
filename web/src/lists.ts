// Live lists: <form data-live="#list"> draws the named part of its page again while one types, with the
// address following; links to the list's other pages do the same. data-live-also names
// further parts that change with it (facets).
import htmx from 'htmx.org';

interface HtmxDetail {
    xhr: XMLHttpRequest;
    target: HTMLElement;
    elt: HTMLElement;
    requestConfig: { path: string };
    parameters: Record<string, unknown>;
    shouldSwap: boolean;
    formData?: FormData;
}

function detailOf(event: Event): HtmxDetail {
    return (event as CustomEvent<HtmxDetail>).detail;
}

function prepare(element: HTMLElement, address: string, list: string, also: string | undefined): void {
    element.setAttribute('hx-get', address);
    element.setAttribute('hx-target', list);
    element.setAttribute('hx-select', list);
    element.setAttribute('hx-swap', 'outerHTML');
    element.setAttribute('hx-push-url', 'true');
    if (also) element.setAttribute('hx-select-oob', also);
}

function prepareForm(form: HTMLFormElement, list: string): void {
    prepare(form, form.getAttribute('action') ?? location.pathname, list, form.dataset['liveAlso']);
    form.setAttribute('hx-trigger', 'submit, input changed delay:250ms, change');
    form.setAttribute('hx-sync', 'this:replace');
    htmx.process(form);
}

function withoutPage(query: string): string {
    const values = new URLSearchParams(query);
    values.delete('page');
    values.sort();
    return values.toString();
}

// Links to other pages of the same list. Facets and orders change what the form should say, so they load the
// whole page; downloads stay downloads.
function prepareLinks(list: string, also: string | undefined): void {
    const parts = [list, ...(also ? also.split(',') : [])].map((part) => part.trim()).join(', ');
    for (const part of document.querySelectorAll(parts)) {
        for (const link of part.querySelectorAll<HTMLAnchorElement>('a[href]:not([download], [hx-get])')) {
            const target = new URL(link.href);
            const same = target.origin === location.origin && target.pathname === location.pathname && !target.hash;
            if (!same || withoutPage(target.search) !== withoutPage(location.search)) continue;
            prepare(link, target.pathname + target.search, list, also);
            htmx.process(link);
        }
    }
}

function dropEmptyFields(event: Event): void {
    const { parameters, formData } = detailOf(event);
    for (const name of Object.keys(parameters)) {
        if (parameters[name] === '') formData ? formData.delete(name) : delete parameters[name];
    }
}

// A page that is not the one asked for (log-in after a long pause) is opened, not squeezed into the list.
function openOtherPages(event: Event): void {
    const detail = detailOf(event);
    const answered = detail.xhr.responseURL ? new URL(detail.xhr.responseURL).pathname : location.pathname;
    const asked = new URL(detail.requestConfig.path, location.href).pathname;
    if (answered === asked) return;
    detail.shouldSwap = false;
    location.assign(detail.xhr.responseURL);
}

function setBusy(busy: boolean): (event: Event) => void {
    return (event) => detailOf(event).target.setAttribute('aria-busy', String(busy));
}

// Before htmx looks at the page: nothing of it that our Content-Security-Policy would refuse, no copies of pages.
function configure(): void {
    Object.assign(htmx.config, {
        allowEval: false,
        includeIndicatorStyles: false,
        selfRequestsOnly: true,
        historyCacheSize: 0,
        refreshOnHistoryMiss: true,
    });
}

export function startLists(): void {
    configure();
    const form = document.querySelector<HTMLFormElement>('form[data-live]');
    const list = form?.dataset['live'];
    if (!form || !list || !document.querySelector(list)) return;
    const also = form.dataset['liveAlso'];
    prepareForm(form, list);
    prepareLinks(list, also);
    document.body.addEventListener('htmx:configRequest', dropEmptyFields);
    document.body.addEventListener('htmx:beforeSwap', openOtherPages);
    document.body.addEventListener('htmx:beforeRequest', setBusy(true));
    document.body.addEventListener('htmx:afterRequest', setBusy(false));
    document.body.addEventListener('htmx:afterSettle', () => prepareLinks(list, also));
    // Loading the address anew says what is wrong better than a part of the page can.
    document.body.addEventListener('htmx:responseError', (event) => location.assign(detailOf(event).xhr.responseURL));
    addEventListener('popstate', () => location.reload());
}
