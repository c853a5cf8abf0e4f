#!/usr/bin/env python
"""Generate test matrix for GitHub Actions"""

import argparse
import json

SPARK_VERSIONS = ['3.5.7', '3.5.8', '4.1.0', '4.1.1']

SCENARIOS = {
    'smoke': ['baseline', 'connect', 'gpu', 'iceberg'],
    'e2e': ['core-e2e', 'gpu-e2e', 'iceberg-e2e', 'standalone-e2e'],
    'load': ['baseline-load', 'gpu-load', 'iceberg-load', 'comparison-load'],
    'security': ['pss', 'scc', 'network-policies', 'rbac']
}

def generate_matrix(test_type='smoke', spark_version='all'):
    """Generate test matrix"""
    matrix = {'include': []}

    versions = SPARK_VERSIONS if spark_version == 'all' else [spark_version]
    scenarios = SCENARIOS.get(test_type, SCENARIOS['smoke'])

    for version in versions:
        for scenario in scenarios:
            matrix['include'].append({
                'spark_version': version,
                'scenario': scenario
            })

    return matrix

if __name__ == '__main__':
    parser = argparse.ArgumentParser()
    parser.add_argument('--type', default='smoke', choices=['smoke', 'e2e', 'load', 'all'])
    parser.add_argument('--version', default='all')
    args = parser.parse_args()

    matrix = generate_matrix(args.type, args.version)
    print(json.dumps(matrix))
