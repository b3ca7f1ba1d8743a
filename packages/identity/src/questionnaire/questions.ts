/** What the questions of a topic together have to show. */
export const TOPICS = ['experience', 'knowledge', 'finances', 'source_of_funds'] as const;

export type Topic = (typeof TOPICS)[number];

export interface Choice {
  readonly id: string;
  readonly text: string;
  /** What it says for leveraged trading being appropriate. Clients are not told. */
  readonly points?: number;
}

export interface Question {
  readonly id: string;
  readonly topic: Topic;
  readonly text: string;
  readonly choices: readonly Choice[];
}

export interface Questionnaire {
  /** A changed question is a new version: what was answered stays what was asked. */
  readonly version: number;
  readonly questions: readonly Question[];
  /** The points that a topic needs, where it counts. */
  readonly needed: Partial<Readonly<Record<Topic, number>>>;
  /** What who is warned has to read. */
  readonly warning: string;
}

/** The questions that are asked now: whether somebody understands, and can bear, what trading with leverage may do. */
export const QUESTIONNAIRE: Questionnaire = {
  version: 1,
  needed: { experience: 2, knowledge: 2, finances: 2 },
  warning:
    'By your answers, trading with leverage may not be appropriate for you: you may not know its risks, or not be able to bear them. You can lose all that you pay in, and lose it fast. If you go on, you do so after this warning. Consider learning with paper money first, and never trade with money that you need.',
  questions: [
    {
      id: 'leveraged_years',
      topic: 'experience',
      text: 'For how long have you traded CFDs, futures or other products with leverage?',
      choices: [
        { id: 'never', text: 'Never' },
        { id: 'under_1', text: 'Less than a year', points: 1 },
        { id: 'from_1_to_3', text: 'From one to three years', points: 2 },
        { id: 'over_3', text: 'More than three years', points: 3 },
      ],
    },
    {
      id: 'trades_per_year',
      topic: 'experience',
      text: 'How many such trades did you make in the last year?',
      choices: [
        { id: 'none', text: 'None' },
        { id: 'up_to_10', text: 'Up to 10', points: 1 },
        { id: 'from_11_to_50', text: 'From 11 to 50', points: 2 },
        { id: 'over_50', text: 'More than 50', points: 2 },
      ],
    },
    {
      id: 'learned_from',
      topic: 'experience',
      text: 'Where have you learned about such products?',
      choices: [
        { id: 'nowhere', text: 'Nowhere yet' },
        { id: 'by_myself', text: 'By myself: books, courses, paper money', points: 1 },
        { id: 'profession', text: 'In my studies or my profession', points: 2 },
      ],
    },
    {
      id: 'leverage_effect',
      topic: 'knowledge',
      text: 'You open a position with 10 times leverage, and the price moves against you by 5 %. What do you lose?',
      choices: [
        { id: 'five', text: 'About 5 % of your margin' },
        { id: 'fifty', text: 'About 50 % of your margin', points: 1 },
        { id: 'nothing', text: 'Nothing, as long as the position is open' },
        { id: 'unknown', text: 'I do not know' },
      ],
    },
    {
      id: 'liquidation',
      topic: 'knowledge',
      text: 'What happens when the losses of a position use up its margin?',
      choices: [
        { id: 'waits', text: 'It stays open until the price comes back' },
        { id: 'closed', text: 'It is closed, and the margin is lost', points: 1 },
        { id: 'refunded', text: 'The broker gives the margin back' },
        { id: 'unknown', text: 'I do not know' },
      ],
    },
    {
      id: 'stop_loss',
      topic: 'knowledge',
      text: 'The price jumps beyond your stop-loss, which is not guaranteed. At which price is the position closed?',
      choices: [
        { id: 'at_stop', text: 'Always at the price of the stop-loss' },
        { id: 'next_price', text: 'At the next price that there is, which may be worse', points: 1 },
        { id: 'not_closed', text: 'It is not closed at all' },
        { id: 'unknown', text: 'I do not know' },
      ],
    },
    {
      id: 'yearly_income',
      topic: 'finances',
      text: 'What is your yearly income after taxes, in USDC?',
      choices: [
        { id: 'under_20k', text: 'Less than 20,000' },
        { id: 'from_20k_to_50k', text: 'From 20,000 to 50,000', points: 1 },
        { id: 'from_50k_to_100k', text: 'From 50,000 to 100,000', points: 1 },
        { id: 'over_100k', text: 'More than 100,000', points: 1 },
      ],
    },
    {
      id: 'savings',
      topic: 'finances',
      text: 'What are your savings and investments worth, without the home you live in, in USDC?',
      choices: [
        { id: 'under_10k', text: 'Less than 10,000' },
        { id: 'from_10k_to_50k', text: 'From 10,000 to 50,000', points: 1 },
        { id: 'from_50k_to_250k', text: 'From 50,000 to 250,000', points: 1 },
        { id: 'over_250k', text: 'More than 250,000', points: 1 },
      ],
    },
    {
      id: 'bearable_loss',
      topic: 'finances',
      text: 'If you lost all that you pay in, what would that mean?',
      choices: [
        { id: 'hardship', text: 'I could not pay for what I need' },
        { id: 'noticeable', text: 'I would have to live on less for a while', points: 1 },
        { id: 'bearable', text: 'It would change nothing about how I live', points: 2 },
      ],
    },
    {
      id: 'source_of_funds',
      topic: 'source_of_funds',
      text: 'Where does the money come from that you pay in?',
      choices: [
        { id: 'salary', text: 'From my salary or a pension' },
        { id: 'business', text: 'From a business of mine' },
        { id: 'savings', text: 'From savings and investments' },
        { id: 'property', text: 'From the sale of property' },
        { id: 'inheritance', text: 'From an inheritance or a gift' },
        { id: 'other', text: 'From elsewhere' },
      ],
    },
  ],
};
