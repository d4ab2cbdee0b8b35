import jsonld from 'jsonld';

type Node = Record<string, unknown>;

/** What the contexts of an award make of its subject, and of what it has in common with other awards. */
const subjectOf = 'https://www.w3.org/2018/credentials#credentialSubject';
const inCommon = {
  achievement: 'https://purl.imsglobal.org/spec/vc/ob/vocab.html#achievement',
  result: 'https://purl.imsglobal.org/spec/vc/ob/vocab.html#result',
};

/** Parts that were expanded in this thread, by all that their expansion depends on. */
const expanded = new Map<string, unknown[]>();
const mostExpanded = 500;

/**
 * Canonicalises a credential that is about to be signed, with the same result as `canonize`. Nearly all of the time goes into
 * expanding it (JSON-LD 1.1 Processing Algorithms and API, section 5.1), which for a part depends on that part and on the contexts
 * that apply to it. The achievement and the results, most of an award, are those of many other awards: each is expanded once.
 * An award with a part that is new is canonicalised whole, too, and its parts are kept if both come to the same.
 */
export async function canonizeAward(
  credential: Node,
  options: object,
  canonize: (input: unknown, options: object) => Promise<string>,
): Promise<string> {
  const { credentialSubject: subject } = credential;
  if (!isNode(subject) || !isNode(subject.achievement)) return canonize(credential, options);
  const fresh: [key: string, part: unknown[]][] = [];
  const parts: Record<string, unknown[]> = {};
  for (const [term, iri] of Object.entries(inCommon)) {
    if (subject[term] === undefined) continue;
    const alone = { ...contextsOf(credential), credentialSubject: { ...contextsOf(subject), [term]: subject[term] } };
    const key = JSON.stringify(alone);
    let part = expanded.get(key);
    if (!part) {
      part = (await expandSubject(alone, options))?.[iri] as unknown[] | undefined;
      if (!part) return canonize(credential, options);
      fresh.push([key, part]);
    }
    parts[iri] = part;
  }
  const { achievement: _, result: __, ...own } = subject;
  const [root] = await jsonld.expand({ ...credential, credentialSubject: own }, options);
  Object.assign((root?.[subjectOf] as [Node])[0], parts);
  const canonized = await canonize([root], { ...options, skipExpansion: true });
  if (fresh.length === 0) return canonized;
  const whole = await canonize(credential, options);
  if (whole === canonized) for (const [key, part] of fresh) expanded.set(key, part);
  for (const key of expanded.keys()) if (expanded.size > mostExpanded) expanded.delete(key);
  return whole;
}

async function expandSubject(document: Node, options: object): Promise<Node | undefined> {
  const [root] = await jsonld.expand(document, options);
  return (root?.[subjectOf] as [Node] | undefined)?.[0];
}

/** What of a node decides which contexts apply to those below it. */
function contextsOf(node: Node): Node {
  return Object.fromEntries(Object.entries(node).filter(([key]) => key === 'type' || key.startsWith('@')));
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
