export { PAYU_ACCOUNT, payuAt, payuUnderContract } from './payu-under-contract.js';
