import jsonld from 'jsonld';

type Node = Record<string, unknown>;

/** What the contexts of an award make of its subject, and of what it has in common with other awards. */
const subjectOf = 'https://www.w3.org/2018/credentials#credentialSubject';
const achievementOf = 'https://purl.imsglobal.org/spec/vc/ob/vocab.html#achievement';
const resultOf = 'https://purl.imsglobal.org/spec/vc/ob/vocab.html#result';

/** Parts that were expanded in this thread, by all that their expansion depends on. */
const expanded = new Map<string, unknown>();
const mostExpanded = 500;

/**
 * Canonicalises a credential that is about to be signed, with the same result as `canonize`. Nearly all of the time goes into
 * expanding it (JSON-LD 1.1 Processing Algorithms and API, section 5.1), which for a part depends on that part and on the contexts
 * that apply to it. The achievement and the results, most of an award, are those of many other awards: each is expanded once.
 * An award with a part that is new is expanded whole, and its parts are kept if it comes to the same by them.
 */
export async function canonizeAward(
  credential: Node,
  options: object,
  canonize: (input: unknown, options: object) => Promise<string>,
): Promise<string> {
  const { credentialSubject: subject } = credential;
  if (!isNode(subject) || !isNode(subject.achievement)) return canonize(credential, options);
  const { achievement, result, ...own } = subject;
  const around = [contextsOf(credential), contextsOf(subject)];
  const keys = {
    [achievementOf]: JSON.stringify([...around, 'achievement', achievement]),
    ...(result !== undefined && { [resultOf]: JSON.stringify([...around, 'result', result]) }),
  };
  const canonizeExpanded = (root: unknown) => canonize([root], { ...options, skipExpansion: true });
  const canonizeBy = async (parts: ReadonlyMap<string, unknown>) => {
    const [root] = await jsonld.expand({ ...credential, credentialSubject: own }, options);
    for (const [iri, key] of Object.entries(keys)) subjectIn(root)[iri] = parts.get(key);
    return canonizeExpanded(root);
  };
  if (Object.values(keys).every((key) => expanded.has(key))) return canonizeBy(expanded);

  const [root] = await jsonld.expand(credential, options);
  const whole = await canonizeExpanded(root);
  const parts = new Map(Object.entries(keys).map(([iri, key]) => [key, subjectIn(root)[iri] ?? []]));
  if ((await canonizeBy(parts)) === whole) for (const [key, part] of parts) expanded.set(key, part);
  for (const key of expanded.keys()) if (expanded.size > mostExpanded) expanded.delete(key);
  return whole;
}

function subjectIn(root: Node | undefined): Node {
  const [subject] = (root?.[subjectOf] ?? []) as Node[];
  if (!subject) throw new Error('A credential has a subject');
  return subject;
}

/** What of a node decides which contexts apply to those below it. */
function contextsOf(node: Node): Node {
  return Object.fromEntries(Object.entries(node).filter(([key]) => key === 'type' || key.startsWith('@')));
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
