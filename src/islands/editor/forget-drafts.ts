/** The event before what this browser keeps of somebody’s drafts is removed: from then on nothing is kept. */
export const forgetDrafts = 'tessera:forget-drafts';
