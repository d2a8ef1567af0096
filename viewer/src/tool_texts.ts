// The texts of the tools; they come with the tools, after the page stands.

import type { Lang } from './api';
import { type ToolTexts, ja } from './tool_texts_ja';

export type { ToolTexts };
export const toolTexts = { ja } as Record<Lang, ToolTexts>;

const files: Record<Exclude<Lang, 'ja'>, () => Promise<ToolTexts>> = {
    easy: async () => ({ ...ja, ...(await import('./tool_texts_easy')).easy }),
    en: async () => (await import('./tool_texts_en')).en,
};

export async function loadToolTexts(lang: Lang): Promise<void> {
    if (lang !== 'ja') toolTexts[lang] ??= await files[lang]();
}
