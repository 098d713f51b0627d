// Published without types; only its presence matters: the reader finds its other half in it.
declare module 'pdfjs-dist/legacy/build/pdf.worker.mjs'
