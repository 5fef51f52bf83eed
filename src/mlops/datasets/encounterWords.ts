// Words of the stays at a hospital, with their shares.

/** Who pays, from the most frequent on, with the percent of stays: 18 codes. The last is travel insurance. */
export const payers: Readonly<Record<string, number>> = {
  ...{ MC: 40, HM: 16, SP: 8, BC: 6, MD: 5, CP: 4.5, UN: 4, CM: 3.5, OG: 3, PO: 2.5, DM: 2, CH: 1.5, WC: 1.2, OT: 1 },
  ...{ MP: 0.8, SI: 0.5, FR: 0.3, TR: 0.2 },
};

/** Shares of the wards; a quarter of the stays names none. */
export const specialties: Readonly<Record<string, number>> = {
  ...{ '?': 25, InternalMedicine: 24, 'Family/GeneralPractice': 14, 'Emergency/Trauma': 12, 'Surgery-General': 10 },
  ...{ Cardiology: 8, Nephrology: 3, Orthopedics: 2, Gastroenterology: 1.2, Psychiatry: 0.8 },
};

/** The 23 drugs that a column each is about. */
export const drugs: readonly string[] = [
  ...['metformin', 'repaglinide', 'nateglinide', 'chlorpropamide', 'glimepiride', 'acetohexamide', 'glipizide'],
  ...[
    'glyburide',
    'tolbutamide',
    'pioglitazone',
    'rosiglitazone',
    'acarbose',
    'miglitol',
    'troglitazone',
    'tolazamide',
  ],
  ...['examide', 'citoglipton', 'insulin', 'glyburide-metformin', 'glipizide-metformin', 'glimepiride-pioglitazone'],
  ...['metformin-rosiglitazone', 'metformin-pioglitazone'],
];

/** Codes of ICD-9, the most frequent first. */
export const diagnoses: readonly string[] = [
  ...['428', '414', '786', '410', '486', '427', '491', '715', '682', '434', '780', '996', '276', '38', '250.8', '599'],
  ...['584', 'V57', '250.6', '518', '820', '577', '493', '435', '562', '574', '296', '560', '250.7', '250.13', '440'],
];
