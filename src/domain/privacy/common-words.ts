/**
 * Names that are English words too, folded as `scan-names.ts` folds: such a name counts where it has a capital within a
 * sentence. Short words that are names elsewhere (An, Do, My, See) are among them.
 */
export const commonWords: ReadonlySet<string> = new Set(
  `
  an and as at be bo by can do ha ha he her him ho i in is it la le lo long may me my no of on or pa see she so song sung
  than to too us van was we will you young art autumn amber angel april august baker ball banks bell berry best bill bird
  black blue bright brook brooks brown bush carol carter case chance charity chase cherry christian church clay cliff
  constance cook cross crystal daisy dale dawn day dean destiny drew earnest east eve fair faith field fields fish fisher
  ford forest fox frank gale gene glen good grace grant gray green grey guy harmony harper hart heath heaven hill holly
  honor hope hunter iris ivy jack jasmine jean jewel jo journey joy june justice king knight lamb land lane law lily little
  love major march marina mark mason max melody mercy miles mills mine moon morgan noble noel north olive page park parker
  parks pat patience patty pearl penny pepper piper poppy porter potter power precious price prince prudence rain ray read
  reed reid rice rich river rivers rob rose rosemary royal ruby rusty ruth sage sandy savage savannah scarlet season serene
  sharp short sky skip sloan small sonny star stone storm strong sue summer sunny swift taylor temple terry tiny toy trinity
  tucker victor violet virginia wade walker walls ward water waters webb wells west white win wise wolf wood woods wright
  `
    .trim()
    .split(/\s+/u),
);

/** Months that are names: “in May” and “5 April” speak of time. */
export const months: ReadonlySet<string> = new Set(['april', 'may', 'june', 'august', 'march']);

/** What stands before a month. */
export const beforeMonths: ReadonlySet<string> = new Set(
  'in of by since until till through from to before after early late mid last next this every each during around and or between'.split(
    ' ',
  ),
);
