/** The separators of fields and decimals. Spreadsheets expect those of their country. */
export const CSV_FORMATS = {
  comma: { separator: ',', decimalSign: '.', text: 'Comma, and 1234.56' },
  semicolon: { separator: ';', decimalSign: ',', text: 'Semicolon, and 1234,56 (Excel in German)' },
  tab: { separator: '\t', decimalSign: '.', text: 'Tab, and 1234.56' },
} as const;

export type CsvFormat = keyof typeof CSV_FORMATS;

export const CSV_FORMAT_NAMES = Object.keys(CSV_FORMATS) as readonly CsvFormat[];
