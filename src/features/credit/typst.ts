export { setPdf } from '#platform/set-pdf.ts';
