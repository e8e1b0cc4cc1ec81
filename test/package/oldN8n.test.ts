const nodes = {
	Ubidots: async () => await import('../../nodes/Ubidots/Ubidots.node'),
	Upsun: async () => await import('../../nodes/Upsun/Upsun.node'),
};

describe.each(Object.entries(nodes))('the %s node in an n8n that is too old', (name, load) => {
	afterEach(() => jest.dontMock('n8n-workflow'));

	it('says which n8n it needs when it is loaded', async () => {
		// As published before n8n-workflow 1.83.
		jest.doMock('n8n-workflow', () => ({
			...jest.requireActual<Record<string, unknown>>('n8n-workflow'),
			NodeConnectionTypes: undefined,
		}));
		await jest.isolateModulesAsync(async () => {
			await expect(load()).rejects.toThrow(
				`The ${name} node needs n8n 1.123 or newer. Update n8n, then install this package again.`,
			);
		});
	});
});
