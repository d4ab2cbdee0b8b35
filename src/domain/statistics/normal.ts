/** The 97.5 % point of the standard normal distribution: a two-sided 95 % interval reaches so many standard errors. */
export const z95 = 1.959963984540054;

/** From where to where, both included. */
export type Interval = { low: number; high: number };
