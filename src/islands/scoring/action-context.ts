import { createContext } from 'react';

/** Where the form posts, for what is sent apart from it. */
export const ActionContext = createContext('');
