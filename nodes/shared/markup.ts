/** For what n8n's editor renders as HTML: hints, and the descriptions of errors. */
export const withoutMarkup = (text: string) => text.replace(/</g, '‹');
