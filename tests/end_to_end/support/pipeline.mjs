// Very many requests over a few connections, several on their way at once, and a look at each answer: is it the one that was asked for?

import net from 'node:net';

const headEnd = Buffer.from('\r\n\r\n');

/** One connection. `next()` gives the next request, { text, expect(status, body) }, or nothing when there are no more. */
function run(port, depth, next) {
    return new Promise((resolve, reject) => {
        const socket = net.connect({ host: '127.0.0.1', port });
        const waiting = [];
        let rest = Buffer.alloc(0);
        let finished = false;
        const ask = () => {
            let text = '';
            while (waiting.length < depth && !finished) {
                const request = next();
                if (!request) finished = true;
                else {
                    waiting.push(request);
                    text += request.text;
                }
            }
            if (text) socket.write(text);
            else if (waiting.length === 0) socket.end();
        };
        socket.setNoDelay(true).on('connect', ask).on('error', reject).on('close', () => {
            if (waiting.length > 0) reject(new Error(`closed with ${waiting.length} answers due; next: ${waiting[0].text}`));
            else resolve();
        });
        socket.on('data', (bytes) => {
            rest = rest.length > 0 ? Buffer.concat([rest, bytes]) : bytes;
            let at = 0;
            for (let end; (end = rest.indexOf(headEnd, at)) >= 0;) {
                const head = rest.toString('latin1', at, end);
                const status = Number(head.slice(9, 12));
                const length = status === 204 || status === 304 ? 0 : Number(/\r\ncontent-length: (\d+)/i.exec(head)[1]);
                if (rest.length < end + 4 + length) break;
                waiting.shift().expect(status, rest.subarray(end + 4, end + 4 + length));
                at = end + 4 + length;
            }
            rest = rest.subarray(at);
            if (waiting.length <= depth / 2) ask();
        });
    });
}

/** Asks for `count` of the targets ({ target, headers }) in turn. Answers how often an answer was not what the first one to its target was. */
export async function hammer(url, targets, count, { connections = 4, depth = 16 } = {}) {
    const known = new Map();
    let asked = 0;
    const different = [];
    const requests = targets.map(({ target, headers = '' }) => ({
        text: `GET ${target} HTTP/1.1\r\nHost: a\r\n${headers}\r\n`,
        expect(status, body) {
            const first = known.get(this);
            const end = body.subarray(-64); // at the beginning of a page of features stands the time
            if (!first) known.set(this, { status, length: body.length, end: Buffer.from(end) });
            else if (first.status !== status || first.length !== body.length || !first.end.equals(end)) different.push(`${target}: ${status}, ${body.length} bytes`);
        },
    }));
    const next = () => (asked < count ? requests[asked++ % requests.length] : undefined);
    await Promise.all(Array.from({ length: connections }, () => run(Number(new URL(url).port), depth, next)));
    return { asked, different, statuses: targets.map(({ target }, i) => [target, known.get(requests[i])?.status]) };
}
