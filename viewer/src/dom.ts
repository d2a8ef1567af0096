// Making elements. Never HTML from strings: whatever a dataset says stays text, and the content policy stays strict.

export type Child = Node | string | undefined | false;

type Attributes = Record<string, string | number | boolean | undefined | ((event: Event) => void)>;

/** An English sentence may name a Japanese place: what there is more of decides. */
const isJapanese = (text: string): boolean => text.split(/[\p{sc=Hira}\p{sc=Kana}\p{sc=Han}]/u).length > text.split(/\p{sc=Latn}/u).length;

/**
 * `on…` attributes are listeners; `false` and undefined leave an attribute out. `dir: 'auto'` is for what a dataset says: it runs in its own
 * direction, and where it stays Japanese in the English page it says so, for a screen reader to read it aloud as such.
 */
export function el<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        if (typeof value === 'function') element.addEventListener(name.slice(2), value);
        else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : String(value));
    }
    element.append(...children.filter((child): child is Node | string => child !== undefined && child !== false));
    if (element.dir === 'auto' && document.documentElement.lang === 'en' && isJapanese(element.textContent ?? '')) element.lang = 'ja';
    return element;
}

export function svg(tag: string, attributes: Record<string, string | number>, ...children: Node[]): SVGElement {
    const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
    element.append(...children);
    return element;
}

const paths = {
    close: 'M6 6l12 12M18 6L6 18',
    plus: 'M12 5v14M5 12h14',
    minus: 'M5 12h14',
    home: 'M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5',
    move: 'M12 3v18M3 12h18M12 3l-3 3M12 3l3 3M12 21l-3-3M12 21l3-3M3 12l3-3M3 12l3 3M21 12l-3-3M21 12l-3 3',
    up: 'M6 15l6-6 6 6',
    down: 'M6 9l6 6 6-6',
    left: 'M15 6l-6 6 6 6',
    right: 'M9 6l6 6-6 6',
    layers: 'M12 4l8 4.5-8 4.5-8-4.5zM4 13l8 4.5 8-4.5',
    table: 'M4 5h16v14H4zM4 10h16M4 14.5h16M10 10v9',
    search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5L20 20',
    link: 'M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 5.7 5.7l1-1',
    info: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5.5M12 7.5v.01',
    download: 'M12 4v11M7.5 11l4.5 4.5 4.5-4.5M5 20h14',
    tools: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 5v4M9 15v4',
    here: 'M12 21s7-6.5 7-11.5a7 7 0 0 0-14 0C5 14.5 12 21 12 21zM12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z',
    filter: 'M4 5h16l-6 8v6l-4-2v-4z',
    count: 'M5 20V10M12 20V4M19 20v-7',
    compare: 'M12 3v18M4 6h8v12H4zM15 6h5v12h-5',
    measure: 'M3 15L15 3l6 6L9 21zM7 11l2 2M10 8l3 3M13 5l2 2',
    print: 'M7 9V4h10v5M6 17H4V9h16v8h-2M7 14h10v6H7z',
    share: 'M8 12l8-5M8 12l8 5M6 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM18 8.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM18 20.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z',
    page: 'M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6',
    play: 'M8 5l11 7-11 7z',
    target: 'M12 19a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM12 2v4M12 18v4M2 12h4M18 12h4',
};

export type Icon = keyof typeof paths;

/** A decoration beside words, or inside a button that has a name: hidden from screen readers. */
export const icon = (name: Icon): SVGElement =>
    svg('svg', { viewBox: '0 0 24 24', class: 'icon', 'aria-hidden': 'true', focusable: 'false' }, svg('path', { d: paths[name] }));

/** The element the page is built around; index.html has it. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
    const element = document.getElementById(id);
    if (!element) throw new Error(`index.html has no #${id}`);
    return element as T;
}

/** A style sheet that comes after the page. The page's own overrules it; without it things look odd, and work. */
export function loadStyleSheet(href: string): Promise<void> {
    return new Promise((resolve) => document.head.prepend(el('link', { rel: 'stylesheet', href, onload: () => resolve(), onerror: () => resolve() })));
}

/** Calls `task` once things have been quiet for `ms` milliseconds. */
export function debounced<A extends unknown[]>(ms: number, task: (...args: A) => void): (...args: A) => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    return (...args) => {
        clearTimeout(timer);
        timer = setTimeout(() => task(...args), ms);
    };
}
