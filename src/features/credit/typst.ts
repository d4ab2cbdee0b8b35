import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';

/** How many documents ago what Typst remembers is forgotten; it would otherwise grow for ever. */
const remembered = 10;

let compiler: NodeCompiler | undefined;

/**
 * Sets a tagged PDF (PDF/UA-1). Everything that people wrote goes in as `data` and is placed as text: none of it is ever part
 * of the source, so none of it runs.
 */
export function setPdf(source: string, data: unknown, at: Date): Buffer {
  compiler ??= NodeCompiler.create();
  const compiled = compiler.compile({ mainFileContent: source, inputs: { data: JSON.stringify(data) } });
  const document = compiled.result;
  if (!document) throw new Error(`This can’t be set: ${JSON.stringify(compiled.takeError()?.shortDiagnostics)}`);
  const pdf = compiler.pdf(document, { pdfStandard: 'ua-1', creationTimestamp: Math.floor(at.getTime() / 1000) });
  compiler.evictCache(remembered);
  return pdf;
}
