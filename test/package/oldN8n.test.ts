const nodes = {
	Ubidots: () => require('../../nodes/Ubidots/Ubidots.node') as unknown,
	Upsun: () => require('../../nodes/Upsun/Upsun.node') as unknown,
};

describe.each(Object.entries(nodes))('the %s node in an n8n that is too old', (name, load) => {
	afterEach(() => jest.dontMock('n8n-workflow'));

	it('says which n8n it needs when it is loaded', () => {
		jest.isolateModules(() => {
			// As published before n8n-workflow 1.83.
			jest.doMock('n8n-workflow', () => {
				const { NodeConnectionTypes: _, ...others } =
					jest.requireActual<Record<string, unknown>>('n8n-workflow');
				return others;
			});
			expect(load).toThrow(
				`The ${name} node needs n8n 1.123 or newer. Update n8n, then install this package again.`,
			);
		});
	});
});
