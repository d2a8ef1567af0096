// The texts of the tools; they come with the tools, after the page stands.

import type { Lang } from './api';
import type { ToolTexts } from './tool_texts_ja';

export type { ToolTexts };
export const toolTexts = {} as Record<Lang, ToolTexts>;

const files: Record<Lang, () => Promise<ToolTexts>> = {
    ja: async () => (await import('./tool_texts_ja')).ja,
    easy: async () => (await import('./tool_texts_easy')).easy,
    en: async () => (await import('./tool_texts_en')).en,
};

export async function loadToolTexts(lang: Lang): Promise<void> {
    toolTexts[lang] ??= await files[lang]();
}
