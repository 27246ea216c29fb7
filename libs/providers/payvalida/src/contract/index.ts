export { payvalidaUnderContract, payvalidaWorld } from './payvalida-under-contract.js';
