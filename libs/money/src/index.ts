export { CURRENCIES, isCurrency, type Currency } from './currency.js';
export { MONEY_ERRORS, MoneyError, type MoneyErrorCode } from './money-error.js';
export { add, compare, isZero, money, negate, subtract, sum, type Money } from './money.js';
export { allocate } from './allocate.js';
export { fromUnits, fromWholeUnits, toUnits, wholeUnits } from './wire-units.js';
export { formatDecimal, parseDecimal } from './decimal.js';
export { formatMoney, type MoneyLocale } from './format-money.js';
export { basisPoints } from './basis-points.js';
