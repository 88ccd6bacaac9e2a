/** What the tests of uploads share: an uploader over a pool that records what is loaded. */
package io.promopool.upload.testing;
