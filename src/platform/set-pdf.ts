import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';

/** How many documents ago what Typst remembers is forgotten; it would otherwise grow for ever. */
const remembered = 10;

let compiler: NodeCompiler | undefined;

/**
 * Sets a tagged PDF (PDF/UA-1). Everything that people wrote goes in as `sys.inputs.data` (JSON) and is placed as text: none of it
 * is ever part of the source, so none of it runs.
 *
 * Typst brings fonts for Latin, Greek and Cyrillic along, and uses those of the machine for other letters. Where none has a
 * letter, PDF/UA-1 can't be kept: the document is set all the same, tagged, without that claim, and with `lacksLetters` in its
 * data, so that it can say so.
 */
export function setPdf(source: string, data: object, at: Date): Buffer {
  compiler ??= NodeCompiler.create();
  const creationTimestamp = Math.floor(at.getTime() / 1000);
  try {
    return compiler.pdf(compile(compiler, source, data), { pdfStandard: 'ua-1', creationTimestamp });
  } catch (error) {
    if (!String(error).includes('could not be displayed')) throw error;
    return compiler.pdf(compile(compiler, source, { ...data, lacksLetters: true }), { creationTimestamp });
  } finally {
    compiler.evictCache(remembered);
  }
}

function compile(typst: NodeCompiler, source: string, data: object) {
  const compiled = typst.compile({ mainFileContent: source, inputs: { data: JSON.stringify(data) } });
  if (!compiled.result) throw new Error(`This can’t be set: ${JSON.stringify(compiled.takeError()?.shortDiagnostics)}`);
  return compiled.result;
}
