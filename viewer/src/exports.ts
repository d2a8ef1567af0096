// "Download what I see": the rows of the table, with filter, choice and box, as files.

import { type Feature, exportUrl, fetchItems } from './api';
import { el, icon } from './dom';
import { type Page, count, t } from './page';
import { type Question, Rows, urlOf } from './rows';
import { titleOf } from './view';

const formats = { csv: 'text/csv', geojson: 'application/geo+json' } as const;
type Format = keyof typeof formats;

const mostRows = 10_000; // made in the browser, where the server does not make them

/** Links that a server which exports answers by itself; they can be copied into a program. */
export function exportLinks(question: Question, page: Page): HTMLElement[] {
    const words = t(page);
    const title = titleOf(question.collection, page.store.state.lang);
    return (Object.keys(formats) as Format[]).map((format) => {
        const name = format === 'csv' ? words.downloadCsv : words.downloadGeojson;
        const label = words.downloadShown(title, name);
        const href = fileUrl(question, format);
        return el('a', { href, class: 'download', download: `${question.collection.id}.${format}`, 'aria-label': label, title: label, onclick: (event) => {
            event.preventDefault();
            void save(question, format, page).catch(() => page.toast(words.downloadFailed));
        } }, icon('download'), name);
    });
}

const fileUrl = (question: Question, format: Format): string => exportUrl(urlOf(question, 0), format === 'csv' ? 'csv' : 'json');

async function save(question: Question, format: Format, page: Page): Promise<void> {
    // A server that cannot filter must not be asked for the file: it would send every row.
    const answer = question.serverFilters ? await fetch(fileUrl(question, format)) : undefined;
    offer(answer?.ok ? await answer.blob() : await made(question, format, page), `${question.collection.id}.${format}`);
}

async function made(question: Question, format: Format, page: Page): Promise<Blob> {
    const rows = new Rows(question, 1000, fetchItems);
    const features: Feature[] = [];
    while (!rows.done && features.length < mostRows) features.push(...(await rows.more()));
    if (!rows.done) page.toast(t(page).downloadCut(count(page, features.length)));
    const text = format === 'csv' ? (await import('./more')).toCsv(question.collection, features, page.store.state.lang) : JSON.stringify({ type: 'FeatureCollection', features });
    return new Blob([text], { type: `${formats[format]};charset=utf-8` });
}

export function offer(blob: Blob, name: string): void {
    const href = URL.createObjectURL(blob);
    el('a', { href, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(href), 10_000);
}
