import { accountKey } from '../../../../nodes/shared/credentials/accountKey';

const key = accountKey('https://api.example.com', 'secret');

it('the key of an account is the same each time', () => {
	expect(accountKey('https://api.example.com', 'secret')).toBe(key);
});

it('another address or another secret is another account', () => {
	const others = [
		accountKey('https://api.example.org', 'secret'),
		accountKey('https://api.example.com', 'other'),
		accountKey('https://api.example.comsecret', ''),
		accountKey('', 'https://api.example.comsecret'),
	];
	expect(new Set([key, ...others]).size).toBe(5);
});

it('it gives neither the address nor the secret away', () => {
	expect(key).toMatch(/^[0-9a-f]{64}$/);
});
