/** Where things stand on the scoring page: what leads there and what is led to call them alike. */
export const requirementAnchor = (requirement: string) => `requirement-${requirement}`;
export const evidencePrefix = (requirement: string) => `evidence-${requirement}`;
export const lookForAnchor = (lookFor: string) => `look-for-${lookFor}`;
