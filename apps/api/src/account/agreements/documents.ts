/** What users are asked to agree to. A change of a text is a new version, which everybody is asked about again. */

export const DOCUMENT_NAMES = ['terms', 'risk_warning'] as const;

export type DocumentName = (typeof DOCUMENT_NAMES)[number];

export interface Document {
  readonly document: DocumentName;
  readonly version: number;
  readonly title: string;
  readonly paragraphs: readonly string[];
}

export const DOCUMENTS: readonly Document[] = [
  {
    document: 'terms',
    version: 1,
    title: 'Terms of paper trading',
    paragraphs: [
      'Fulcrum lets you trade contracts for difference with paper money. Paper money has no value: it cannot be bought, sold, or paid out as real money.',
      'Orders are filled at the prices that the screen shows when they arrive, as far as the price you accept allows. Prices come from other venues, may be late or wrong, and may be held until another price confirms them.',
      'Your account is yours alone. Keep your password, your codes and the keys of your programs to yourself: what is done with them counts as done by you. Tell us when somebody else may have them.',
      'We keep your e-mail address, what you tell us in your profile, your sessions, and every order and payment, because the accounts have to add up. We send you mail about your account, and you choose most of it.',
      'The service may be interrupted or end. We may close an account that is used to harm the service or others.',
    ],
  },
  {
    document: 'risk_warning',
    version: 1,
    title: 'Risk warning',
    paragraphs: [
      'Contracts for difference are complex, and leverage makes small changes of a price large: with a leverage of 100, a price that moves by one per cent against you takes all of a position’s margin.',
      'A position is closed without asking you when its loss has used up what the rules leave of its margin. A price may jump over your stop-loss, which is then filled at the worse price.',
      'Most people who trade such contracts with real money lose it. That a way of trading worked on paper does not show that it would work with real money.',
      'Nothing that you see here is advice.',
    ],
  },
];
