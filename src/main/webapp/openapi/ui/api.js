// SPDX-License-Identifier: Apache-2.0
SwaggerUIBundle({ url: '../../openapi?format=JSON', dom_id: '#api', deepLinking: true, validatorUrl: null });
