// Keeps what was seen, so that the map opens without a network: after an earthquake, in a basement, in a tunnel.
//
//   the page itself    from the network, else as it was
//   assets, pinned     as kept: their names carry a hash or a version
//   the rest of ours   from the network, else as it was
//   other hosts        never touched: the tiles of the GSI may not be kept

declare const self: ServiceWorkerGlobalScope;
declare const BUILD: string; // put in by build.mjs
declare const FILES: string[];
export {};

const shell = `machizu-shell-${BUILD}`;
const seen = 'machizu-seen';
const mostKept = 1500; // answers; the oldest go first
const scope = new URL(self.registration.scope);

self.addEventListener('install', (event) => {
    event.waitUntil(caches.open(shell).then((cache) => cache.addAll(['./', ...FILES])).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
    event.waitUntil((async () => {
        const old = (await caches.keys()).filter((name) => name.startsWith('machizu-shell-') && name !== shell);
        await Promise.all(old.map((name) => caches.delete(name)));
        await self.clients.claim();
    })());
});

self.addEventListener('fetch', (event) => {
    const url = new URL(event.request.url);
    const path = url.pathname.slice(scope.pathname.length);
    if (event.request.method !== 'GET' || url.origin !== scope.origin || !url.pathname.startsWith(scope.pathname)) return;
    if (event.request.headers.has('Range') || /^(downloads|health|metrics)\b/.test(path)) return;
    if (path.startsWith('assets/')) event.respondWith(kept(event.request, shell));
    else if (/^(tiles|api\/collections)\/[^/]*@/.test(path)) event.respondWith(kept(event.request, seen));
    else event.respondWith(fresh(event.request, path === '' ? shell : seen, path === ''));
});

async function kept(request: Request, name: string): Promise<Response> {
    return (await caches.match(request, { ignoreVary: true })) ?? remember(request, name, await fetch(request));
}

async function fresh(request: Request, name: string, isPage: boolean): Promise<Response> {
    try {
        return await remember(request, name, await fetch(request));
    } catch (error) {
        const old = await caches.match(request, { ignoreVary: true, ignoreSearch: isPage });
        if (old) return old;
        throw error;
    }
}

let since = 0;

async function remember(request: Request, name: string, response: Response): Promise<Response> {
    if (response.status !== 200) return response;
    const copy = response.clone();
    void caches.open(name).then(async (cache) => {
        await cache.put(request, copy);
        if (name !== seen || ++since % 100) return;
        const all = await cache.keys();
        await Promise.all(all.slice(0, Math.max(0, all.length - mostKept)).map((old) => cache.delete(old)));
    }, () => undefined); // the disk is full: then nothing is kept
    return response;
}
