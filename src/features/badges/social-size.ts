/** What sites that show a link ask for, in pixels. */
export const socialSize = { width: 1200, height: 630 } as const;
