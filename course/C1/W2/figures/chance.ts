// Seeded chance for the deck's model.
export { normal, shuffled, uniform } from '../../../../src/mlops/datasets/chance.ts';
