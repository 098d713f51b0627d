/** A file longer than this holds two things. */
export const lineLimit = 400

/** The exceptions, each with its reason. The list may only shrink. */
export const longFiles: Readonly<Record<string, string>> = {}
